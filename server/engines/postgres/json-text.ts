import { storable } from '../../ports/storable-text.ts'

/**
 * JSON that PostgreSQL can look into: it refuses an escaped NUL, or half a pair of surrogates, as soon as it
 * reads a string of it. Most texts have none, and are written as they are.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value)
  if (!/\\u(?:0000|d[89a-f])/.test(text)) return text
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'string' ? storable(each) : each,
  )
}
