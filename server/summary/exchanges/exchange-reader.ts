import type { StoredMessage } from '../../ports/message.ts'
import { LineReader } from '../acts/lines.ts'
import { readTalk } from '../acts/read-talk.ts'
import { Conversations, type Matter } from '../conversations/conversations.ts'
import type { Names } from '../conversations/names.ts'
import { exchangesOf, type Exchanges } from './anchor-features.ts'
import { findExchanges } from './find.ts'
import { listNames, type ListName, type ReportedExchange } from './tiers.ts'
import type { Model } from './model.ts'
import { offersItself } from './offers.ts'
import {
  Kept,
  saidOf,
  type Said,
  type AnsweredItem,
  type ExchangeItem,
  type Found,
} from './results.ts'
import { Repeats } from './repeats.ts'
import { Placed, Stretch } from './stretch.ts'
import { RatedItems, type PendingItem, type RatedResult } from './rated-items.ts'

export interface ReaderOptions {
  names: Names
  /** People call each other by name, as on IRC, because several talks go on at once. */
  isThreaded: boolean
  model: Model
  /** True for what programs post and for what is pasted: never an item. */
  isNoTalk(message: StoredMessage): boolean
}

type RatedList = Exclude<ListName, 'questions'>
interface EndingItem extends PendingItem {
  matter: Matter | undefined
}

/** Messages that a later one can be seen to answer; questions that wait for such an answer. */
const maxRemembered = 10_000
const maxWaiting = 1_000
/** Less likely lines are not looked up among repeated ones: they count for next to nothing. */
const faint = 0.05

/**
 * Finds the decisions, tasks and questions of a room, and its conversations: a stretch of lines at a
 * time, so that memory does not grow with the room.
 */
export class ExchangeReader {
  readonly conversations: Conversations
  readonly #options: ReaderOptions
  readonly #lines: LineReader
  readonly #stretch = new Stretch()
  /** Spoken position of a message by its id. */
  readonly #positions = new Map<string, number>()
  /** Unanswered questions by their message's id, for answers that come a stretch later. */
  readonly #waiting = new Map<string, ExchangeItem>()
  readonly #rated: Readonly<Record<RatedList, RatedItems<EndingItem>>>
  readonly #questions = new Kept<ExchangeItem>()
  readonly #answered = new Kept<AnsweredItem>()
  readonly #questionCounts = { found: 0, possible: 0 }
  readonly #items = new Repeats()
  readonly #heard = new Repeats()
  readonly #seconds: number[] = []
  #answeredCount = 0
  #spoken = 0

  constructor(options: ReaderOptions) {
    this.#options = options
    this.#lines = new LineReader(options.names)
    this.conversations = new Conversations(options)
    const { shares, tiers } = options.model.exchanges
    this.#rated = {
      decisions: new RatedItems(shares.decisions, tiers.decisions),
      actions: new RatedItems(shares.actions, tiers.actions),
    }
  }

  /** True once there is enough to `read`. */
  add(message: StoredMessage): boolean {
    if (message.kind !== 'message') {
      this.conversations.system(message)
      return false
    }
    const answered = message.replyTo === null ? undefined : this.#positions.get(message.replyTo)
    const line = this.#lines.read({
      text: message.text,
      author: message.authorKey,
      at: message.at,
      isBot: this.#options.isNoTalk(message),
      replyTo: answered ?? -1,
    })
    const spoken = this.#spoken++
    const parent = this.conversations.add(message, line, spoken)
    this.#stretch.add(new Placed(message, line, spoken, parent, answered ?? -1))
    if (this.#positions.size >= maxRemembered) this.#positions.clear()
    this.#positions.set(message.id, spoken)
    return this.#stretch.isFull()
  }

  /** Reads what has been added. Yields now and then. @param isLast - Nothing will follow. */
  *read(isLast: boolean): Generator<undefined, void> {
    const { from, to } = this.#stretch.toReport(isLast)
    if (this.#stretch.size === 0) return
    const { lines, parents } = this.#stretch.lines()
    const known = this.#options.isThreaded ? parents : null
    const talk = yield* readTalk(lines, this.#options.model.acts, known)
    const exchanges = exchangesOf(talk)
    const found = yield* findExchanges(exchanges, this.#options.model.exchanges, {
      from,
      to,
    })
    const placed = this.#stretch.placed()
    const isNew = (at: number): boolean => at >= from && at < to
    this.conversations.read(placed, talk, { from, to })
    for (const list of listNames) {
      if (list !== 'questions') {
        const own = found.probabilities[list].filter(({ at }) => isNew(at))
        this.#rated[list].read(
          own.flatMap(({ at, probability }) =>
            probability >= faint && this.#isHeard(list, placed[at]) ? [] : probability,
          ),
          to - from,
        )
      }
      for (const exchange of found.lists[list]) {
        if (isNew(exchange.at)) this.#keep(list, exchange, exchanges, placed)
      }
    }
    for (const { question, at, probability } of found.answers) {
      const [asked, told] = [placed[question]?.message, placed[at]?.message]
      if (asked === undefined || told === undefined || !isNew(question)) continue
      this.#answer(saidOf(asked), saidOf(told), probability)
    }
    for (const [at, { message, answered, spoken }] of placed.entries()) {
      if (isNew(at)) this.#lateAnswer(message, answered, spoken - at, exchanges, at)
    }
    this.#stretch.moveOn(to)
  }

  /** What was found, once everything has been read. */
  found(): Found {
    const decisions = this.#ended('decisions')
    const actions = this.#ended('actions')
    return {
      lists: {
        decisions: decisions.items,
        actions: actions.items,
        questions: this.#questions.items(),
      },
      answered: this.#answered.items(),
      counts: {
        decisions: decisions.counts,
        actions: actions.counts,
        questions: this.#questionCounts,
      },
      answeredCount: this.#answeredCount,
      answerSeconds: this.#seconds.toSorted((a, b) => a - b),
    }
  }

  #ended(list: RatedList): RatedResult<EndingItem> {
    const result = this.#rated[list].result()
    const outcome = list === 'decisions' ? 'decision' : 'action'
    // A possible decision has not ended anything for sure.
    for (const { matter, certainty } of result.items) {
      if (certainty === 'found') this.conversations.ended(matter, outcome)
    }
    return result
  }

  /** A flood of adverts says nothing on how much is decided. */
  #isHeard(list: ListName, one: Placed | undefined): boolean {
    return one !== undefined && this.#heard.isRepeated(list, one.message)
  }

  #keep(
    list: ListName,
    { at, probability, messages, lead, certainty, plain, evidence }: ReportedExchange,
    { p }: Exchanges,
    placed: readonly Placed[],
  ): void {
    const told = placed[at]
    if (told === undefined) return
    if (this.#items.isRepeated(list, told.message)) return
    const rows = messages.flatMap((one) => placed[one]?.message.number ?? [])
    const leading = placed[lead]
    const speaks = list === 'decisions' ? p(at, 'settle') : p(at, 'promise')
    const item: ExchangeItem = {
      ...saidOf(told.message),
      probability,
      messages: rows,
      certainty,
      lead: leading === undefined ? null : saidOf(leading.message),
      people: new Set(messages.map((one) => placed[one]?.line.author)).size,
      isTold: plain !== 'shared' && (plain !== null || speaks >= 0.25),
      owner:
        list !== 'actions' || plain === 'shared'
          ? null
          : plain !== null
            ? told.message.author
            : this.#owner(told, leading, { at, p }),
    }
    const matter = this.conversations.matterOf(told.spoken)
    if (list !== 'questions') this.#rated[list].add({ ...item, evidence, matter })
    else {
      this.#questions.add(item)
      this.#questionCounts[certainty]++
      if (certainty === 'found') this.conversations.ended(matter, 'open')
      if (this.#waiting.size >= maxWaiting) this.#waiting.clear()
      this.#waiting.set(told.message.id, item)
    }
  }

  /**
   * Who promised; who was let do what they had offered ("mind if I take it?" "go ahead"); of a
   * request that nobody took on in words, the person it names.
   */
  #owner(
    { line, message }: Placed,
    leading: Placed | undefined,
    { at, p }: { at: number; p: Exchanges['p'] },
  ): string | null {
    const isOthers = leading !== undefined && leading.line.author !== line.author
    if (isOthers && p(at, 'accept') > p(at, 'promise') && offersItself(leading.line)) {
      return leading.message.author
    }
    if (p(at, 'request') <= p(at, 'promise') + p(at, 'accept')) return message.author
    const asked = line.to ?? [...line.named][0]
    return asked === undefined ? null : this.conversations.nameOf(asked)
  }

  #answer(asked: Said, reply: Said, probability: number): void {
    const seconds =
      asked.at === null || reply.at === null ? null : Math.max(0, (reply.at - asked.at) / 1_000)
    const { number, messageId, author, at, text } = asked
    this.#answered.add({ number, messageId, author, at, text, probability, reply, seconds })
    this.#answeredCount++
    if (seconds !== null) this.#seconds.push(seconds)
  }

  /** A reply to a question that was read a stretch ago, and left open there. */
  #lateAnswer(
    message: StoredMessage,
    replyTo: number,
    first: number,
    { p }: Exchanges,
    at: number,
  ): void {
    if (message.replyTo === null || replyTo < 0 || replyTo >= first) return
    const question = this.#waiting.get(message.replyTo)
    if (question === undefined || question.author === message.author) return
    if (p(at, 'noanswer') + p(at, 'ask') + p(at, 'joke') > p(at, 'answer') + p(at, 'tell')) return
    this.#waiting.delete(message.replyTo)
    if (this.#questions.remove(question.number) === null) return
    this.#questionCounts[question.certainty]--
    this.#answer(question, saidOf(message), question.probability)
  }
}
