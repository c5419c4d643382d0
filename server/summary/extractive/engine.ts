import type { Summary } from '../../contract/summary.ts'
import type { StoredMessage } from '../../ports/message.ts'
import type { HearStage } from '../../contract/stage-event.ts'
import type { SummaryEngine, SummaryInput } from '../engine.ts'
import { extractiveLimits } from './limits.ts'
import type { Matter } from '../conversations/conversations.ts'
import { Membership } from '../conversations/membership.ts'
import type { Found } from '../exchanges/results.ts'
import { LocalClock } from '../../local-clock.ts'
import { Speech } from '../../words/speech.ts'
import { Pacer } from '../pacer.ts'
import { FirstReading } from './first-reading.ts'
import { ExchangeReader } from '../exchanges/exchange-reader.ts'
import { shippedModel } from '../exchanges/model.ts'
import { pickPassages } from './coverage.ts'
import { exchangeLists, type ExchangeLists } from './exchange-lists.ts'
import { headlineParts, type HeadlineRoom } from './headline-parts.ts'
import { headlineOf } from './headline.ts'
import { isoOf, itemOf } from './items.ts'
import { isByProgram } from './people.ts'
import { Ranking } from './ranking.ts'
import { looksPasted, spokenText } from './talk.ts'
import { Topics } from './topics.ts'
import { wordsOf } from './words.ts'

export interface ExtractiveOptions {
  /** Words of all key points together; by default it follows the size of the room. */
  keyPointWords?: number
}

export const extractiveMethod: Summary['method'] = {
  engine: 'extractive',
  kind: 'extractive',
  label: 'Quotes picked on this computer, no AI model',
  code: 'summary_quotes',
  params: {},
}

/**
 * The embedded engine: it quotes, it never writes. Deterministic, linear in the length of the room,
 * in memory that does not grow with it. It reads the room twice: once to learn what was talked
 * about, once to find the passages that say most of it.
 */
export function createExtractiveEngine(options: ExtractiveOptions = {}): SummaryEngine {
  return {
    name: 'extractive',
    summarize: async (input, hear, signal) =>
      (await readRoom(input, hear, signal, options)).summary,
  }
}

/** What is known of a room once it has been read: the summary that quotes, and all it was chosen from. */
export interface RoomReading {
  summary: Summary
  /** More decisions, tasks and questions than the lists of the summary hold. */
  found: Found
  conversations: readonly Matter[]
  conversationOf: Membership
  headline: HeadlineRoom
}

/** Reads a room by the rules of `SummaryEngine`. */
export async function readRoom(
  input: SummaryInput,
  hear: HearStage,
  signal: AbortSignal,
  options: ExtractiveOptions = {},
): Promise<RoomReading> {
  const pacer = new Pacer(signal, extractiveLimits.sliceMs)
  const progress = halves(input.total, hear)

  const reading = new FirstReading(input.total)
  await eachMessage(input, pacer, progress(0), (message) => reading.add(message))
  reading.close()

  const budget = options.keyPointWords ?? budgetFor(reading.words)
  const ranking = new Ranking(reading, budget)
  const exchanges = new ExchangeReader({
    names: reading.names,
    isThreaded: reading.people.addressed >= extractiveLimits.threadedShare * reading.messages,
    model: shippedModel(),
    isNoTalk: (message) => isByProgram(message) || looksPasted(message.text),
  })
  const conversationOf = new Membership()
  exchanges.conversations.follow((row, conversation) => conversationOf.set(row, conversation))
  await eachMessage(input, pacer, progress(1), (message) => {
    if (message.kind === 'message') {
      const spoken = spokenText(message.text, reading.people.isCalled)
      ranking.add(message, spoken, wordsOf(spoken))
    }
    return exchanges.add(message) ? takeTurns(exchanges.read(false), pacer) : undefined
  })
  await takeTurns(exchanges.read(true), pacer)

  const candidates = ranking.candidates()
  const keyPoints = await takeTurns(pickPassages(candidates, budget), pacer)
  if (keyPoints.length === 0) keyPoints.push(...ranking.leftovers())
  const topics = new Topics(reading.counts, reading.people.nameStems)
  for (const { quotes } of candidates) {
    for (const { text } of quotes) topics.learn(text, wordsOf(text))
    if (pacer.isDue()) await pacer.rest()
  }
  progress(1)(input.total)
  const found = exchanges.found()
  const summary = {
    keyPoints: keyPoints.map(itemOf),
    ...knownLists(
      exchangeLists(found, exchanges.conversations, {
        answerers: reading.people.answerers(),
        end: reading.to,
        timeZone: input.timeZone,
      }),
      reading.language.other(),
    ),
    links: reading.links
      .ranked(extractiveLimits.maxLinks)
      .map((link) => ({ ...itemOf(link), url: link.url, count: link.count })),
    participants: reading.people.ranked(extractiveLimits.maxParticipants),
    method: { ...extractiveMethod },
    coverage: {
      messages: reading.messages,
      read: reading.messages,
      from: isoOf(reading.from),
      to: isoOf(reading.to),
      truncated: false,
    },
  }
  const speech = new Speech(input.language ?? 'en', new LocalClock(input.timeZone ?? 'UTC'))
  const room = { people: reading.people.size, subjects: topics.best(), speech }
  return {
    summary: { headline: headlineOf(speech, headlineParts(summary, room)), ...summary },
    found,
    conversations: exchanges.conversations.list(),
    conversationOf,
    headline: room,
  }
}

/**
 * Without decisions and tasks where the room speaks a language in which nobody has learned what they
 * sound like: what would be found there is chance. Questions and conversations go by signs and times.
 */
function knownLists(
  lists: ExchangeLists,
  otherLanguage: string | null,
): ExchangeLists & Pick<Summary, 'otherLanguage'> {
  if (otherLanguage === null) return lists
  const none = { found: 0, possible: 0 }
  return {
    ...lists,
    decisions: [],
    actionItems: [],
    conversations: (lists.conversations ?? []).map((one) =>
      one.ended === 'decision' || one.ended === 'action' ? { ...one, ended: 'talk' } : one,
    ),
    ...(lists.totals && { totals: { ...lists.totals, decisions: none, actionItems: none } }),
    otherLanguage,
  }
}

async function eachMessage(
  input: SummaryInput,
  pacer: Pacer,
  onLines: (done: number) => void,
  handle: (message: StoredMessage) => Promise<void> | undefined | void,
): Promise<void> {
  let done = 0
  for await (const batch of input.messages()) {
    for (const message of batch) {
      const work = handle(message)
      if (work !== undefined) await work
      if (++done % extractiveLimits.linesPerProgress === 0) onLines(done)
      if (pacer.isDue()) await pacer.rest()
    }
  }
  onLines(done)
  await pacer.rest()
}

/** Two readings make one progress: each counts half. */
function halves(total: number, hear: HearStage): (half: 0 | 1) => (lines: number) => void {
  return (half) => (lines) => {
    const done = Math.min(total, Math.floor((half * total + lines) / 2))
    hear({ type: 'progress', done, total, unit: 'messages' })
  }
}

/** Goes on with long work, resting between its steps. */
async function takeTurns<Result>(work: Generator<unknown, Result>, pacer: Pacer): Promise<Result> {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    if (pacer.isDue()) await pacer.rest()
  }
}

/** How many words to quote of a room: a share of a small one, slowly more of a very large one. */
function budgetFor(words: number): number {
  const { keyPointWords, keyPointShare, minKeyPointWords, maxKeyPointWords, plainRoomWords } =
    extractiveLimits
  if (words <= plainRoomWords) {
    return Math.min(keyPointWords, Math.max(minKeyPointWords, Math.ceil(words * keyPointShare)))
  }
  const growth = 1 + Math.log10(words / plainRoomWords)
  return Math.min(maxKeyPointWords, Math.round(keyPointWords * growth))
}
