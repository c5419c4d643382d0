import type { Reason } from '../contract/sentences.ts'
import { formatName, type Speak } from './names.ts'

const isReason = (value: unknown): value is Reason =>
  typeof value === 'object' && value !== null && 'code' in value && 'params' in value

/** An instant as programs write it; people need no milliseconds. */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/**
 * A sentence of the catalogue with its parameters filled in. Sentences among them are said too, and so
 * are stages, formats and roles, which have names of their own in every language.
 *
 * @param fallback said as it stands where the catalogue knows no such code; default: the code
 */
export function sayWith(
  speak: Speak,
  { code, params }: { code: string; params: object },
  fallback: string = code,
): string {
  const inWords = (name: string, value: unknown): unknown => {
    if (isReason(value)) return sayWith(speak, value)
    if (typeof value !== 'string') return Array.isArray(value) ? listed(name, value) : value
    if ((name === 'from' || name === 'to') && instant.test(value)) {
      return `${value.slice(0, 10)} ${value.slice(11, 16)} UTC`
    }
    if (name === 'stage') return speak(`stage_${value}`, { defaultValue: value })
    if (name === 'state' || name === 'next') {
      return speak(`state_${value}`, { defaultValue: value })
    }
    if (name === 'role' || name === 'needed') {
      return speak(`role_${value}`, { defaultValue: value })
    }
    return name === 'format' ? formatName(speak, value) : value
  }
  const listed = (name: string, values: readonly unknown[]): string =>
    values.map((value) => String(inWords(name.replace(/s$/, ''), value))).join(', ')
  const filled = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, inWords(name, value)]),
  )
  // What is filled in comes from chats and servers: nothing in it refers to the catalogue.
  const said = speak(code, { ...filled, defaultValue: '', nest: false })
  return said === '' ? fallback : said
}
