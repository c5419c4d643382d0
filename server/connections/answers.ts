import { objectIn as objectOf } from '../imports/reading/json-lines.ts'
import { field, firstText, numberOf, type JsonObject } from '../imports/reading/values.ts'
import { ServiceError, type ServiceAnswer } from './connector.ts'

/** Milliseconds of a `Retry-After` in seconds; undefined where there is none. */
export function retryAfterOf({ headers }: ServiceAnswer): number | undefined {
  const seconds = numberOf(headers.get('retry-after'))
  return seconds === undefined ? undefined : Math.max(0, seconds * 1_000)
}

/**
 * Why an answer is none, by its status, as nearly all services mean it; null for a good one.
 *
 * @param text what the service says of it
 */
export function errorOf(answer: ServiceAnswer, text: string): ServiceError | null {
  const { status } = answer
  if (status >= 200 && status < 300) return null
  const words = text === '' ? String(status) : `${status} ${text}`
  if (status === 401) return new ServiceError('unauthorized', words)
  if (status === 403) return new ServiceError('forbidden', words)
  if (status === 404) return new ServiceError('gone', words)
  if (status === 429) {
    return new ServiceError('limited', words, { retryAfterMs: retryAfterOf(answer) ?? 5_000 })
  }
  return new ServiceError(status >= 500 ? 'unavailable' : 'refused', words)
}

/** What services call their words for an error. */
export const wordsOf = ({ body }: ServiceAnswer): string =>
  firstText(field(body, 'error'), field(body, 'message'), field(body, 'errcode'))

/** The object that a message of a socket holds; an empty one where it is none, for sockets say anything. */
export const objectIn = (text: string): JsonObject => objectOf(text) ?? {}
