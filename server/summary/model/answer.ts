import { z } from 'zod'
import { modelLimits } from '../../contract/limits.ts'
import type { ActionItem, SummaryItem } from '../../contract/summary.ts'
import { dueIn } from '../extractive/actions.ts'
import { quoteOf } from '../extractive/talk.ts'
import { urlsIn } from '../extractive/links.ts'
import { ModelError } from './errors.ts'

/** What is remembered of each message that a model was shown. */
export interface Shown {
  messageId: string
  author: string
  at: number | null
  text: string
}

const Item = z.object({ text: z.string(), source: z.string() })
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
        const parsed = schema.safeParse(value)
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

/**
 * The JSON object in an answer, whatever stands around it.
 *
 * @throws ModelError if there is none
 */
export function jsonIn(text: string): string {
  const bare = text.replace(/<think>[\s\S]*?(?:<\/think>|$)/gi, '')
  const from = bare.indexOf('{')
  const to = bare.lastIndexOf('}')
  if (from < 0 || to < from) throw new ModelError('protocol', 'The model did not answer in JSON')
  return bare.slice(from, to + 1)
}

/** Reads a model's answer. One bad item does not cost the others. */
export function parseAnswer(text: string): Answer {
  const json = jsonIn(text)
  try {
    return Answer.parse(JSON.parse(json))
  } catch {
    throw new ModelError('protocol', 'The model answered in broken JSON')
  }
}

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
  known: { people: ReadonlyMap<string, string>; urls: ReadonlySet<string> },
): Checked {
  let dropped = 0
  const plain = (text: string, maxLength: number): string =>
    quoteOf(withoutStrangeUrls(text, known.urls), maxLength)
  const itemOf = ({ text, source }: { text: string; source: string }): SummaryItem | null => {
    const number = Number(/^\W*m?(\d{1,9})\W*$/i.exec(source.trim())?.[1] ?? Number.NaN)
    const message = shown.get(number)
    const line = plain(text, modelLimits.maxItemLength)
    if (message === undefined || line === '') {
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
    const due = entry.due == null || source === undefined ? null : dueOf(entry.due, source)
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

function dueOf(words: string, source: Shown): ActionItem['due'] {
  const text = quoteOf(words, 100)
  if (text === '' || !source.text.toLowerCase().includes(text.toLowerCase())) return null
  return { words: text, date: dueIn(text, source.at)?.date ?? null }
}

const anyAddress = /\b(?:[a-z][a-z0-9+.-]{1,15}:\/\/|www\.)\S+/gi

/** A model can be talked into carrying data out by an address; so only the room's own ones stay. */
function withoutStrangeUrls(text: string, known: ReadonlySet<string>): string {
  return text.replace(anyAddress, (address) =>
    urlsIn(address).some((url) => known.has(url)) ? address : '[link removed]',
  )
}

const isoOf = (at: number | null): string | null =>
  at === null || at < -62_135_596_800_000 || at > 253_402_300_799_999
    ? null
    : new Date(at).toISOString()
