import { z } from 'zod'
import { modelLimits } from '../../contract/limits.ts'
import type { ActionItem, SummaryItem } from '../../contract/summary.ts'
import { dueIn } from '../extractive/due-dates.ts'
import { quoteOf } from '../extractive/talk.ts'
import { objectIn } from './answer-json.ts'
import { withoutStrangeLinks } from './strange-links.ts'

/** What is remembered of each message that a model was shown. */
export interface Shown {
  messageId: string
  author: string
  at: number | null
  text: string
}

const numberIn = /(?<![\p{L}\p{N}])m?(\d{1,9})(?!\p{N})/giu
/** Numbers of the messages that a source names: `m12`, `12`, `[m1, m2]`, `message 12`. */
const sourcesIn = (source: string): number[] =>
  [...source.matchAll(numberIn)].map(([, number]) => Number(number))

/** Asked for as text; models also write a number, or a list of either. */
const Source = z
  .union([
    z.string(),
    z.number().transform(String),
    z.array(z.union([z.string(), z.number()])).transform((ids) => ids.join(', ')),
  ])
  .transform((source) => source.trim())
const Text = z.union([z.string(), z.number().transform(String)])
/** An item that is a text alone may name its message at the end: `The pump is late (m12)`. */
const withSource = (value: unknown): unknown => {
  if (typeof value !== 'string') return value
  const found = /^(.*?)\s*[([]\s*(?:source:?\s*)?((?:m\d{1,9}[,\s]*)+)[)\]]\s*\.?$/isu.exec(value)
  return found === null ? value : { text: found[1], source: found[2] }
}
const Item = z.object({ text: Text, source: Source })
const Task = Item.extend({
  kind: z.enum(['request', 'commitment']).catch('request'),
  owner: z.string().nullish().catch(null),
  due: z.string().nullish().catch(null),
})
/** One bad item must not cost the others. */
const many = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((items) =>
      items.flatMap((value) => {
        const parsed = schema.safeParse(withSource(value))
        return parsed.success ? [parsed.data] : []
      }),
    )
export const Answer = z.object({
  headline: z.string().catch(''),
  keyPoints: many(Item),
  decisions: many(Item),
  actionItems: many(Task),
  openQuestions: many(Item),
})
export type Answer = z.infer<typeof Answer>

const asked = new Map(Object.keys(Answer.shape).map((key) => [key.toLowerCase(), key]))

/** The object with the keys that were asked for: some models write `key_points`. */
const renamed = (object: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      asked.get(key.toLowerCase().replace(/[\s_-]/g, '')) ?? key,
      value,
    ]),
  )

/** How many of the keys an object has with something in them, and whether it says anything: a draft may not. */
function likeness(object: Readonly<Record<string, unknown>>): number {
  const named = renamed(object)
  const { length } = Object.keys(Answer.shape).filter(
    (key) => typeof named[key] === 'string' || Array.isArray(named[key]),
  )
  const { keyPoints } = named
  return length + (Array.isArray(keyPoints) && keyPoints.length > 0 ? 1 : 0)
}

/**
 * Reads a model's answer. One bad item does not cost the others.
 *
 * @throws ModelError
 */
export const parseAnswer = (text: string): Answer => Answer.parse(renamed(objectIn(text, likeness)))

export interface Checked {
  headline: string
  keyPoints: SummaryItem[]
  decisions: SummaryItem[]
  actionItems: ActionItem[]
  openQuestions: SummaryItem[]
  /** Items that named no message of the room. */
  dropped: number
}

/**
 * Keeps of an answer what can be shown: an item needs a message that was really sent to the model;
 * an owner needs a person, a date needs words of that message, an address must be in the room.
 */
export function checkAnswer(
  answer: Answer,
  shown: ReadonlyMap<number, Shown>,
  known: {
    people: ReadonlyMap<string, string>
    urls: ReadonlySet<string>
    /** Zone of the report, in which "today" is counted. Default `UTC`. */
    timeZone?: string | undefined
  },
): Checked {
  let dropped = 0
  const plain = (text: string, maxLength: number, said = ''): string =>
    quoteOf(withoutStrangeLinks(text, known.urls, said), maxLength)
  const itemOf = ({ text, source }: { text: string; source: string }): SummaryItem | null => {
    const number = sourcesIn(source).find((each) => shown.has(each))
    const message = number === undefined ? undefined : shown.get(number)
    const line = plain(text, modelLimits.maxItemLength, message?.text)
    if (number === undefined || message === undefined || line === '') {
      dropped++
      return null
    }
    const { messageId, author, at } = message
    return { text: line, author, at: isoOf(at), messageId, messageNumber: number }
  }
  const items = (list: readonly { text: string; source: string }[]): SummaryItem[] =>
    list.slice(0, modelLimits.maxItems).flatMap((entry) => itemOf(entry) ?? [])
  const tasks = answer.actionItems.slice(0, modelLimits.maxItems).flatMap((entry): ActionItem[] => {
    const found = itemOf(entry)
    if (found === null) return []
    const source = shown.get(found.messageNumber)
    const owner = entry.owner == null ? null : (known.people.get(nameKey(entry.owner)) ?? null)
    const due =
      entry.due == null || source === undefined ? null : dueOf(entry.due, source, known.timeZone)
    return [{ ...found, kind: entry.kind, owner, due }]
  })
  return {
    headline: plain(answer.headline, modelLimits.maxHeadlineLength),
    keyPoints: items(answer.keyPoints),
    decisions: items(answer.decisions),
    actionItems: tasks,
    openQuestions: items(answer.openQuestions),
    dropped,
  }
}

export const nameKey = (name: string): string => name.trim().toLowerCase()

function dueOf(words: string, source: Shown, timeZone?: string): ActionItem['due'] {
  const text = quoteOf(words, 100)
  if (text === '' || !source.text.toLowerCase().includes(text.toLowerCase())) return null
  return { words: text, date: dueIn(text, source.at, timeZone)?.date ?? null }
}

const isoOf = (at: number | null): string | null =>
  at === null || at < -62_135_596_800_000 || at > 253_402_300_799_999
    ? null
    : new Date(at).toISOString()
