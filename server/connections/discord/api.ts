import { discordApiMessage, isWithheld, type NameById } from '../../imports/discord/api.ts'
import {
  field,
  firstText,
  isObject,
  listOf,
  numberOf,
  textOf,
  type JsonObject,
} from '../../imports/reading/values.ts'
import { errorOf, retryAfterOf, wordsOf } from '../answers.ts'
import { ServiceError, type SaidMessage, type ServiceAnswer, type Session } from '../connector.ts'

/** Discord asks programs to say what they are; one that does not may be shut out. */
const userAgent = 'DiscordBot (https://rapporteur.invalid, 1)'

export interface DiscordAnswer {
  body: unknown
  /** Milliseconds until this kind of request may be sent again; 0: now. */
  restMs: number
}

/** One request to Discord's API, version 10; facts: docs.discord.com, and Discord's own description of it. */
export async function callDiscord(
  session: Session,
  path: string,
  query: Readonly<Record<string, string>> = {},
  posted?: JsonObject,
): Promise<DiscordAnswer> {
  const url = new URL(`${session.address}/api/v10${path}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const answer = await session.ask({
    ...(posted === undefined ? {} : { method: 'POST' as const, body: posted }),
    url: url.href,
    headers: { authorization: `Bot ${tokenOf(session)}`, 'user-agent': userAgent },
  })
  const error = errorFor(answer)
  if (error !== null) throw error
  const isSpent = numberOf(answer.headers.get('x-ratelimit-remaining')) === 0
  const resetAfter = numberOf(answer.headers.get('x-ratelimit-reset-after')) ?? 0
  return { body: answer.body, restMs: isSpent ? Math.ceil(resetAfter * 1_000) : 0 }
}

/** People copy it with the word that stands before it in requests. */
export const tokenOf = ({ secrets }: Pick<Session, 'secrets'>): string =>
  (secrets['token'] ?? '').trim().replace(/^Bot(?:\s+|$)/i, '')

function errorFor(answer: ServiceAnswer): ServiceError | null {
  const words = wordsOf(answer)
  const { status, body } = answer
  if (status === 429) {
    // Before Discord itself stands somebody who answers without JSON, and means all requests of this address.
    const told = numberOf(field(body, 'retry_after'))
    const retryAfterMs = told === undefined ? (retryAfterOf(answer) ?? 0) : Math.ceil(told * 1_000)
    const isGlobal =
      !isObject(body) ||
      body['global'] === true ||
      answer.headers.get('x-ratelimit-scope') === 'global'
    return new ServiceError('limited', words || '429', { retryAfterMs, isGlobal })
  }
  // The same one may refuse, which says nothing of the room.
  if (status === 403 && !isObject(body)) return new ServiceError('unavailable', '403')
  return errorOf(answer, words)
}

/** Milliseconds since 1970 of the first second that ids count. */
const epoch = 1_420_070_400_000n

/** Ids say when they were made. */
export const timeOf = (id: string): number =>
  /^\d{1,20}$/.test(id) ? Number((BigInt(id) >> 22n) + epoch) : 0

/** The smallest id of an instant. */
export const idAt = (at: number): string => {
  const since = BigInt(Math.trunc(at)) - epoch
  return String(since > 0n ? since << 22n : 0n)
}

/** They are numbers beyond 2^53. */
export const isNewer = (id: string, other: string): boolean =>
  id.length === other.length ? id > other : id.length > other.length

export const newestOf = (ids: readonly string[]): string | null =>
  ids.reduce<string | null>((most, id) => (most === null || isNewer(id, most) ? id : most), null)

/** Names of channels and roles as `people` of the connector tells them. */
export const namesOf =
  (known: Session['people']): NameById =>
  (id) =>
    textOf(known.get(id)?.['name'])

/**
 * Messages of an answer. Throws where nearly all of them are blank: then it is the intent that is missing, and what
 * is left out now would never be read.
 */
export function saidIn(
  records: readonly unknown[],
  nameOf: NameById,
  thread: string | null,
): SaidMessage[] {
  const said = records.flatMap((record) => discordApiMessage(record, nameOf, thread) ?? [])
  if (records.filter(isWithheld).length > said.length) {
    throw new ServiceError('refused', 'no content', {
      reason: { code: 'connection_no_content', params: {} },
    })
  }
  return said
}

/** The title of a post in a forum, which stands in no message. */
export function titleOf(thread: unknown): SaidMessage | null {
  const id = textOf(field(thread, 'id'))
  const text = textOf(field(thread, 'name'))
  if (id === '' || text === '') return null
  const when = { at: timeOf(id), timeSource: 'explicit' as const }
  const sourceId = `${id}.title`
  return { message: { sourceId, when, author: '', kind: 'system', text, replyTo: null } }
}

/** When something was last said in a thread. */
export const lastIn = (thread: unknown): number =>
  timeOf(firstText(field(thread, 'last_message_id'), field(thread, 'id')))

export const idsOf = (records: readonly unknown[]): string[] =>
  records.map((record) => textOf(field(record, 'id'))).filter((id) => id !== '')

/** Whether this is a channel whose messages all stand in threads. */
export const isForum = (channel: unknown): boolean =>
  [15, 16].includes(numberOf(field(channel, 'type')) ?? 0)

export const bodyList = ({ body }: DiscordAnswer): readonly unknown[] => listOf(body)
