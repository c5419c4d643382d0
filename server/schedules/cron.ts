import type { Cron } from 'croner'
import type { SentenceParams } from '../contract/sentences.ts'

/**
 * When a schedule runs. Croner only calculates here: its timers are not used, because a computer sleeps.
 *
 * A time of day that a change to summer time skips becomes the first instant behind the gap; one that comes twice
 * is the first of the two. What runs every hour runs in every hour that there is.
 */
export interface RunTimes {
  /** The first run after an instant (milliseconds since 1970); null where none is left. */
  after(ms: number): number | null
  /** The last run at or before an instant; null where there was none. */
  atOrBefore(ms: number): number | null
  /** The next runs after an instant, at most so many. */
  several(ms: number, count: number): number[]
}

/** A rule that cannot be read, or that never comes true; over HTTP 400 `invalid_cron`. */
export class InvalidCron extends Error {
  override name = 'InvalidCron'
  readonly params: SentenceParams['invalid_cron']

  /** @param text what its reader said; default: no day is like that */
  constructor(text?: string, options?: ErrorOptions) {
    super(text ?? 'it never comes true', options)
    this.params = text === undefined ? { context: 'never' } : { text }
  }
}

/**
 * @param cron minute, hour, day, month, day of the week, or a name such as `@weekly`
 * @param timeZone IANA name that this system knows
 * @throws InvalidCron
 */
export async function runTimes(cron: string, timeZone: string): Promise<RunTimes> {
  const rule = await ruleOf(cron, timeZone)
  const after = (ms: number): number | null => rule.nextRun(new Date(ms))?.getTime() ?? null
  return {
    after,
    // Croner looks before an instant.
    atOrBefore: (ms) => rule.previousRuns(1, new Date(ms + 1))[0]?.getTime() ?? null,
    several: (ms, count) => rule.nextRuns(count, new Date(ms)).map((run) => run.getTime()),
  }
}

/** Croner is read with the first rule, not at the start of the app: most have no schedule. */
async function ruleOf(cron: string, timeZone: string): Promise<Cron> {
  // Croner would take a date, too, which comes once.
  if (!cron.startsWith('@') && cron.trim().split(/\s+/).length !== 5) {
    throw new InvalidCron('five parts, separated by spaces, are needed')
  }
  const croner = await import('croner')
  try {
    return new croner.Cron(cron, { timezone: timeZone, mode: '5-part', paused: true })
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    throw new InvalidCron(text.replace(/^CronPattern: /, ''), { cause: error })
  }
}
