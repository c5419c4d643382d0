/** Looking into parsed JSON from outside: everything may be missing or of another type. */

export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An own property; `__proto__` and the like of the prototype never answer. */
export const field = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Text, or a number as text (ids come as both); empty otherwise. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''

/** The first text that is not blank. */
export function firstText(...values: unknown[]): string {
  for (const value of values) {
    const text = textOf(value)
    if (text !== '' && text.trim() !== '') return text
  }
  return ''
}

/** A finite number, also from text. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** A size in bytes as attachments carry it. */
export function sizeOf(value: unknown): number | undefined {
  const number = numberOf(value)
  return number !== undefined && number >= 0 && Number.isSafeInteger(number) ? number : undefined
}

/** A record as it is shown in a warning. One nested without end must not end the whole file. */
export function shown(record: unknown): string {
  try {
    return JSON.stringify(record) ?? ''
  } catch {
    return '(nested too deep to be shown)'
  }
}
