import { Buffer } from 'node:buffer'
import {
  field,
  isObject,
  listOf,
  numberOf,
  textOf,
  type JsonObject,
} from '../../imports/reading/values.ts'
import { errorOf, retryAfterOf } from '../answers.ts'
import { ServiceError, type ServiceRequest, type Session } from '../connector.ts'

/** What Zulip calls the faults that mean more than their status. */
const kinds: Readonly<Record<string, ServiceError['kind']>> = {
  // A stream that is gone, was archived, or is not for us: nobody is told which.
  BAD_NARROW: 'forbidden',
  USER_DEACTIVATED: 'unauthorized',
  REALM_DEACTIVATED: 'unauthorized',
}
const queueGone = 'BAD_EVENT_QUEUE_ID'

/** The list of events that we were reading was thrown away, as those are that nobody asks for. */
export class QueueGone extends Error {
  override name = 'QueueGone'
}

interface Asked extends Pick<ServiceRequest, 'method' | 'form' | 'patienceMs'> {
  query?: Readonly<Record<string, string>>
}

/** One request to Zulip's API. */
export async function callZulip(
  session: Session,
  path: string,
  { query = {}, ...request }: Asked = {},
): Promise<JsonObject> {
  const url = new URL(`${session.address}/api/v1${path}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const answer = await session.ask({
    ...request,
    url: url.href,
    headers: { authorization: `Basic ${Buffer.from(accountOf(session)).toString('base64')}` },
  })
  const { body } = answer
  const words = textOf(field(body, 'msg'))
  const code = textOf(field(body, 'code'))
  if (answer.status === 429) {
    const seconds = numberOf(field(body, 'retry-after')) ?? 0
    // A server counts all requests of an account together.
    const retryAfterMs = Math.max(retryAfterOf(answer) ?? 0, seconds * 1_000, 1_000)
    throw new ServiceError('limited', words || '429', { retryAfterMs, isGlobal: true })
  }
  if (code === queueGone) throw new QueueGone(words)
  const kind = kinds[code]
  if (kind !== undefined) throw new ServiceError(kind, words || code)
  const error = errorOf(answer, words)
  if (error !== null) throw error
  return isObject(body) ? body : {}
}

export const keyOf = ({ secrets }: Pick<Session, 'secrets'>): string =>
  (secrets['apiKey'] ?? '').trim()

const accountOf = (session: Session): string =>
  `${(session.secrets['email'] ?? '').trim()}:${keyOf(session)}`

/** Which messages: those of a stream, or of one of its topics. */
export const narrowTo = (stream: string, topic?: string): string =>
  JSON.stringify([
    { operator: 'stream', operand: Number(stream) },
    ...(topic === undefined ? [] : [{ operator: 'topic', operand: topic }]),
  ])

/**
 * Messages before an id, or the `newest`, or the `oldest` one.
 *
 * @returns oldest first, and whether nothing is older
 */
export async function messagesOf(
  session: Session,
  { anchor, count, narrow }: { anchor: string; count: number; narrow: string },
): Promise<{ records: JsonObject[]; isFirst: boolean }> {
  const isOldest = anchor === 'oldest'
  const body = await callZulip(session, '/messages', {
    query: {
      anchor,
      ...(/^\d+$/.test(anchor) ? { include_anchor: 'false' } : {}),
      num_before: String(isOldest ? 0 : count),
      num_after: String(isOldest ? count : 0),
      narrow,
      apply_markdown: 'true',
      client_gravatar: 'true',
    },
  })
  const records = listOf(body['messages']).filter(isObject)
  return { records, isFirst: isOldest || body['found_oldest'] === true }
}
