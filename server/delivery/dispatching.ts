import { sentence, type Sentence } from '../contract/sentences.ts'
import { blobKeys, type Blobs } from '../ports/blobs.ts'
import type { Dispatches, StoredDispatch } from '../ports/dispatches.ts'
import type { Reports } from '../ports/reports.ts'
import { contentOf } from './delivery.ts'
import { dropIntoFolder } from './drop-folder.ts'
import { dispatchLimits } from './limits.ts'
import type { TryOutcome } from './try-outcome.ts'
import { postWebhook } from './webhook.ts'

/** Where reports go at this moment, by the settings. */
export interface Destinations {
  folder: string | null
  webhookUrl: string | null
  webhookSecret: string | null
}

export interface DispatchingDeps {
  dispatches: Dispatches
  reports: Pick<Reports, 'get'>
  blobs: Pick<Blobs, 'open' | 'stat'>
  destinations(): Destinations
  /** Under this name this process takes what is due. */
  owner: string
  /** Told of what became of each try. */
  onTried(dispatch: StoredDispatch, outcome: TryOutcome): void
  onError(error: unknown): void
  now?(): number
  /** 0 to 1, for jitter. */
  random?(): number
}

/** Brings reports to folders and webhooks, and goes on trying, also after a restart. */
export interface Dispatching {
  /** Takes up what an earlier process left, and begins. */
  start(): Promise<void>
  /** Something may be due now. */
  wake(): void
  /** Ends what is under way; it is tried again after the next start. */
  close(): Promise<void>
}

/** setTimeout takes no more; and a clock that was set back must not stop all. */
const longestSleepMs = 10 * 60 * 1_000

/** Milliseconds until the next try after so many; null: it was the last. @param random 0 to 1 */
export function waitAfter(tries: number, random: number): number | null {
  const wait = dispatchLimits.waitsMs[tries - 1]
  return wait === undefined ? null : wait * (1 + dispatchLimits.jitter * (2 * random - 1))
}

export function createDispatching(deps: DispatchingDeps): Dispatching {
  const { dispatches, now = Date.now, random = Math.random } = deps
  const ending = new AbortController()
  const underWay = new Set<Promise<void>>()
  let timer: ReturnType<typeof setTimeout> | null = null
  let looking: Promise<void> | null = null
  let isAskedAgain = false

  async function tryOnce(dispatch: StoredDispatch): Promise<TryOutcome> {
    const { folder, webhookUrl: url, webhookSecret: secret } = deps.destinations()
    const unset = (context: 'folder' | 'webhook' | 'secret', state: 'again' | 'failed') => ({
      state,
      said: sentence('destination_unset', { context }),
    })
    if (dispatch.destination === 'webhook') {
      if (url === null) return unset('webhook', 'failed')
      if (secret === null) return unset('secret', 'again')
      const message = { id: dispatch.dispatchOid, body: dispatch.body }
      return postWebhook({ url, secret }, message, { signal: ending.signal, now })
    }
    if (folder === null) return unset('folder', 'failed')
    const workbook = (await deps.reports.get(dispatch.reportOid))?.workbook
    const gone: Sentence = sentence('destination_report_gone')
    if (!workbook) return { state: 'failed', said: gone }
    const blob = blobKeys.workbook(workbook.fileName)
    if ((await deps.blobs.stat(blob)) === null) return { state: 'failed', said: gone }
    const { dispatchOid: id } = dispatch
    const content = contentOf(deps.blobs, blob)
    return dropIntoFolder(folder, { id, fileName: workbook.fileName, content }, ending.signal)
  }

  async function work(dispatch: StoredDispatch): Promise<void> {
    const outcome = await tryOnce(dispatch)
    // What was under way at the end is due again at the next start.
    if (ending.signal.aborted && outcome.state === 'again') return
    const wait = outcome.state === 'again' ? waitAfter(dispatch.tries, random()) : null
    const isOver = wait === null
    await dispatches.settle(dispatch, {
      state: isOver ? (outcome.state === 'sent' ? 'sent' : 'failed') : 'pending',
      dueAt: now() + Math.round(isOver ? 0 : (outcome.waitMs ?? wait)),
      said: outcome.said,
    })
    deps.onTried(dispatch, outcome)
  }

  function run(dispatch: StoredDispatch): void {
    const running = work(dispatch)
      .catch(deps.onError)
      .finally(() => {
        underWay.delete(running)
        wake()
      })
    underWay.add(running)
  }

  async function look(): Promise<void> {
    const limit = dispatchLimits.atOnce - underWay.size
    if (limit <= 0) return
    const time = now()
    const until = time + dispatchLimits.claimMs
    const due = await dispatches.take({ owner: deps.owner, now: time, until, limit })
    if (ending.signal.aborted) return
    due.forEach(run)
    if (underWay.size >= dispatchLimits.atOnce) return
    const next = await dispatches.nextDue()
    if (next === null || ending.signal.aborted) return
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(wake, Math.min(longestSleepMs, Math.max(0, next - now())))
    timer.unref()
  }

  function wake(): void {
    if (ending.signal.aborted) return
    isAskedAgain = true
    looking ??= (async () => {
      while (isAskedAgain) {
        isAskedAgain = false
        await look()
      }
    })()
      .catch(deps.onError)
      .finally(() => (looking = null))
  }

  return {
    async start() {
      await dispatches.takeUp(deps.owner, now())
      wake()
    },
    wake,
    async close() {
      ending.abort()
      if (timer !== null) clearTimeout(timer)
      await looking
      await Promise.all(underWay)
    },
  }
}
