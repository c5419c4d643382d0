import { z } from 'zod'
import { objectIn } from './answer-json.ts'

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
/** One bad item must not cost the others, and a list that is missing is an empty one. */
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
/** `source` is the message that asks, `answer` the one that tells. */
const Exchange = Item.extend({ answer: Source })
/** `conversation` is the name that the data gives it, such as `c3`. */
const Title = z.object({ conversation: Source, title: Text })
export const Answer = z.object({
  headline: z.string().catch(''),
  keyPoints: many(Item),
  decisions: many(Item),
  actionItems: many(Task),
  openQuestions: many(Item),
  answered: many(Exchange),
  timeline: many(Title),
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
