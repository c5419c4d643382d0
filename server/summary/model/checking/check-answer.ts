import { summaryLimits } from '../../limits.ts'
import type {
  ActionItem,
  AnsweredQuestion,
  Certainty,
  Decision,
  OpenQuestion,
  SummaryItem,
} from '../../../contract/summary.ts'
import type { ExchangeItem } from '../../exchanges/results.ts'
import { dueIn } from '../../extractive/due-dates.ts'
import { isoOf } from '../../extractive/items.ts'
import { quoteOf } from '../../extractive/talk.ts'
import type { Answer } from '../answer.ts'
import { withoutStrangeLinks } from '../strange-links.ts'
import { decided, negates } from './claims.ts'
import { Grounds, meaningIn } from './grounds.ts'
import type { OurReading } from './our-reading.ts'
import { rowsIn, type Shown, type ShownMessages } from './shown.ts'

/** What the room is known to hold, whatever the model says. */
export interface Known {
  /** Names of people by `nameKey`. */
  people: ReadonlyMap<string, string>
  urls: ReadonlySet<string>
  ours: OurReading
  /** The last moment of the period, in milliseconds since 1970. */
  end: number | null
  /** Zone of the report, in which "today" is counted. Default `UTC`. */
  timeZone?: string | undefined
}

export interface Checked {
  keyPoints: SummaryItem[]
  decisions: Decision[]
  actionItems: ActionItem[]
  openQuestions: OpenQuestion[]
  answered: AnsweredQuestion[]
}

export const nameKey = (name: string): string => name.trim().toLowerCase()

/** Rows before and behind a cited one, of its conversation, that may hold the numbers of an item. */
const nearby = 8

/**
 * Keeps of an answer what agrees with the messages that it cites. Each item needs messages that were
 * really sent; its numbers, days and people must be theirs; what it decides must speak of what they speak
 * of. It is `found` only where our own reading of these messages has found it too; else it is `possible`.
 * A due date needs words of the exchange, an owner a person in it, an address must be in the room.
 */
export class AnswerCheck {
  readonly #shown: ShownMessages
  readonly #known: Known

  constructor(shown: ShownMessages, known: Known) {
    this.#shown = shown
    this.#known = known
  }

  check(answer: Answer): Checked {
    const { maxItems } = summaryLimits
    const each = <Entry, Item>(list: readonly Entry[], of: (entry: Entry) => Item | null): Item[] =>
      list.slice(0, maxItems).flatMap((entry) => of(entry) ?? [])
    const answered = each(answer.answered, (entry) => this.#answered(entry))
    const told = new Set(answered.map(({ question }) => question))
    return {
      keyPoints: each(answer.keyPoints, (entry) => this.#keyPoint(entry)),
      decisions: distinct(each(answer.decisions, (entry) => this.#decision(entry))),
      actionItems: distinct(each(answer.actionItems, (entry) => this.#task(entry))),
      openQuestions: distinct(
        each(answer.openQuestions, (entry) => this.#open(entry)).filter(
          ({ messageNumber }) => !told.has(messageNumber),
        ),
      ),
      answered: distinct(answered),
    }
  }

  #keyPoint({ text, source }: Cited): SummaryItem | null {
    const rows = rowsIn(source, this.#shown)
    const item = this.#itemOf(text, rows)
    if (item === null) return null
    const grounds = this.#around(rows)
    if (!this.#holds(item.text, grounds) || !grounds.bears(item.text)) return null
    const closes = grounds.closes || this.#known.ours.at('decisions', rows) !== null
    return decided.test(item.text) && !closes ? null : item
  }

  #decision({ text, source }: Cited): Decision | null {
    const found = this.#exchange('decisions', text, source)
    if (found === null) return null
    const { item, certainty, ours, messages } = found
    return {
      ...item,
      messages,
      certainty,
      ...(ours?.isTold === true ? { settledBy: ours.number } : {}),
      people: Math.max(1, ours?.people ?? new Set(this.#authorsOf(messages)).size),
    }
  }

  #task({ text, source, kind, owner, due }: Answer['actionItems'][number]): ActionItem | null {
    const found = this.#exchange('actions', text, source)
    if (found === null) return null
    const { item, certainty, messages } = found
    const named = owner == null ? null : (this.#known.people.get(nameKey(owner)) ?? null)
    const isThere = named !== null && new Grounds(this.#messages(messages)).has(named)
    return {
      ...item,
      messages,
      kind,
      certainty,
      owner: isThere ? named : null,
      due: due == null ? null : this.#due(due, messages),
    }
  }

  #open({ text, source }: Cited): OpenQuestion | null {
    const found = this.#exchange('questions', text, source)
    if (found === null) return null
    const { item, certainty, messages } = found
    const { end, ours } = this.#known
    const at = this.#shown.get(item.messageNumber)?.at ?? null
    return {
      ...item,
      certainty: ours.answerTo(messages) === null ? certainty : 'possible',
      ageSeconds: at === null || end === null ? null : Math.max(0, (end - at) / 1_000),
    }
  }

  #answered({ text, source, answer }: Answer['answered'][number]): AnsweredQuestion | null {
    const [asked] = rowsIn(source, this.#shown)
    const [told] = rowsIn(answer, this.#shown)
    if (asked === undefined || told === undefined) return null
    const item = this.#itemOf(text, [asked])
    const [question, reply] = [this.#shown.get(asked), this.#shown.get(told)]
    if (item === null || question === undefined || reply === undefined) return null
    const grounds = new Grounds([question, reply])
    if (!this.#holds(item.text, grounds) || !grounds.shares(item.text)) return null
    const isOurs = this.#known.ours.answerTo([asked])?.reply.number === told
    if (!isOurs && !this.#mayAnswer(question, reply, told - asked)) return null
    const seconds =
      question.at === null || reply.at === null ? null : (reply.at - question.at) / 1_000
    return {
      ...item,
      messages: [asked, told].sort((a, b) => a - b),
      question: asked,
      answer: told,
      reply: {
        text: quoteOf(reply.text),
        author: reply.author,
        at: isoOf(reply.at),
        messageNumber: told,
      },
      seconds: seconds === null ? null : Math.max(0, seconds),
    }
  }

  /** An answer comes later, from somebody else, and says that it is one or stands in the same conversation. */
  #mayAnswer(question: Shown, reply: Shown, rowsLater: number): boolean {
    if (rowsLater <= 0 || question.author === reply.author) return false
    if (reply.replyTo !== null) return reply.replyTo === question.messageId
    return question.conversation === reply.conversation && !/[?？؟;]\s*$/u.test(reply.text)
  }

  /** An item that agrees with what it cites, and how sure it is. */
  #exchange(
    list: 'decisions' | 'actions' | 'questions',
    text: string,
    source: string,
  ): {
    item: SummaryItem
    certainty: Certainty
    ours: ExchangeItem | null
    messages: number[]
  } | null {
    const rows = rowsIn(source, this.#shown)
    const item = this.#itemOf(text, rows)
    if (item === null) return null
    const ours = this.#known.ours.at(list, rows)
    const messages = [...new Set([...rows, ...(ours?.messages ?? [])])].sort((a, b) => a - b)
    const grounds = new Grounds(this.#messages(messages))
    if (!grounds.shares(item.text) || !this.#holds(item.text, this.#around(messages))) return null
    const isSame = negates(item.text) === negates(grounds.text)
    const certainty = ours?.certainty === 'found' && isSame ? 'found' : 'possible'
    return { item, certainty, ours, messages }
  }

  #itemOf(text: string, [row]: readonly number[]): SummaryItem | null {
    const message = row === undefined ? undefined : this.#shown.get(row)
    if (row === undefined || message === undefined) return null
    const line = quoteOf(
      withoutStrangeLinks(text, this.#known.urls, message.text),
      summaryLimits.maxItemLength,
    )
    if (line === '') return null
    const { messageId, author, at } = message
    return { text: line, author, at: isoOf(at), messageId, messageNumber: row }
  }

  #holds(text: string, grounds: Grounds): boolean {
    return grounds.holds(text) && grounds.hasPeopleOf(text, this.#known.people.values())
  }

  #messages(rows: readonly number[]): Shown[] {
    return rows.flatMap((row) => this.#shown.get(row) ?? [])
  }

  /** The messages of these rows, and those beside them in their conversation. */
  #around(rows: readonly number[]): Grounds {
    const near = new Set(rows)
    for (const row of rows) {
      const conversation = this.#shown.get(row)?.conversation
      for (let at = row - nearby; at <= row + nearby; at++) {
        if (this.#shown.get(at)?.conversation === conversation) near.add(at)
      }
    }
    return new Grounds(this.#messages([...near]))
  }

  #authorsOf(rows: readonly number[]): string[] {
    return this.#messages(rows).map(({ author }) => author)
  }

  #due(words: string, rows: readonly number[]): ActionItem['due'] {
    const text = quoteOf(words, 100)
    if (text === '') return null
    const said = this.#messages(rows).find((message) =>
      message.text.toLowerCase().includes(text.toLowerCase()),
    )
    if (said === undefined) return null
    return { words: text, date: dueIn(text, said.at, this.#known.timeZone)?.date ?? null }
  }
}

interface Cited {
  text: string
  source: string
}

/** From this share of equal words on, two items that cite the same message are one. */
const sameShare = 0.5

/** Each matter once, the first time. */
function distinct<Item extends SummaryItem>(items: readonly Item[]): Item[] {
  const kept: Item[] = []
  for (const item of items) {
    const isKnown = kept.some(
      (other) => other.messageNumber === item.messageNumber && isAlike(item.text, other.text),
    )
    if (!isKnown) kept.push(item)
  }
  return kept
}

function isAlike(one: string, other: string): boolean {
  const [words, others] = [meaningIn(one), meaningIn(other)]
  const shared = [...words].filter((word) => others.has(word)).length
  return shared >= Math.min(words.size, others.size) * sameShare
}
