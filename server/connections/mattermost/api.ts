import {
  mattermostApiMessage,
  mattermostName,
  type NamesById,
} from '../../imports/mattermost/api.ts'
import { field, numberOf, textOf, type JsonObject } from '../../imports/reading/values.ts'
import type { Amendment } from '../../ports/revisions.ts'
import { errorOf, retryAfterOf } from '../answers.ts'
import { ServiceError, type SaidMessage, type ServiceAnswer, type Session } from '../connector.ts'

export interface MattermostAnswer {
  body: unknown
  /** Milliseconds until the server may be asked again; 0: now. */
  restMs: number
}

/** One request to version 4 of Mattermost's API. */
export async function callMattermost(
  session: Session,
  path: string,
  query: Readonly<Record<string, string>> = {},
  posted?: JsonObject,
): Promise<MattermostAnswer> {
  const url = new URL(`${session.address}/api/v4${path}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const answer = await session.ask({
    ...(posted === undefined ? {} : { method: 'POST' as const, body: posted }),
    url: url.href,
    headers: { authorization: `Bearer ${tokenOf(session)}` },
  })
  const words = textOf(field(answer.body, 'message'))
  if (answer.status === 429) {
    // A server counts all requests of an account together.
    const retryAfterMs = Math.max(retryAfterOf(answer) ?? 0, resetMs(answer), 1_000)
    throw new ServiceError('limited', words || '429', { retryAfterMs, isGlobal: true })
  }
  const error = errorOf(answer, words)
  if (error !== null) throw error
  const isSpent = numberOf(answer.headers.get('x-ratelimit-remaining')) === 0
  return { body: answer.body, restMs: isSpent ? resetMs(answer) : 0 }
}

export const tokenOf = ({ secrets }: Pick<Session, 'secrets'>): string =>
  (secrets['accessToken'] ?? '').trim()

/** Documented as seconds since 1970, and sent by servers as seconds from now. */
function resetMs({ headers }: ServiceAnswer): number {
  const seconds = numberOf(headers.get('x-ratelimit-reset')) ?? 0
  const ms = seconds > 1_000_000_000 ? seconds * 1_000 - Date.now() : seconds * 1_000
  return Math.max(0, ms)
}

/** Names made once for each list of people, which grows while it is read. */
const known = new WeakMap<Session['people'], { size: number; names: NamesById }>()

export function namesOf({ people }: Session): NamesById {
  const before = known.get(people)
  if (before !== undefined && before.size === people.size) return before.names
  const names = new Map([...people].map(([id, user]) => [id, mattermostName(user)]))
  known.set(people, { size: people.size, names })
  return names
}

/**
 * What posts say: those that were deleted change only what is known already.
 *
 * @param posts in any order
 */
export function meaningOf(
  posts: readonly unknown[],
  names: NamesById,
): { said: SaidMessage[]; amendments: Amendment[] } {
  const said: SaidMessage[] = []
  const amendments: Amendment[] = []
  for (const post of posts) {
    const one = mattermostApiMessage(post, names)
    if (one === null) continue
    const { deletedAt, message } = one
    if (deletedAt === null) said.push(one)
    else amendments.push({ key: message.sourceId, deletedAt })
  }
  return { said, amendments }
}
