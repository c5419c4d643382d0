import { slackDirectory, type SlackPeople } from '../../imports/slack/people.ts'
import { isEditLog, slackMessage, type SlackMessage } from '../../imports/slack/record.ts'
import { field, isObject, numberOf, textOf, type JsonObject } from '../../imports/reading/values.ts'
import { errorOf, retryAfterOf } from '../answers.ts'
import {
  ServiceError,
  type SaidMessage,
  type ServiceAnswer,
  type ServiceErrorKind,
  type Session,
} from '../connector.ts'

const kinds: Readonly<Record<string, ServiceErrorKind>> = {
  invalid_auth: 'unauthorized',
  not_authed: 'unauthorized',
  account_inactive: 'unauthorized',
  token_revoked: 'unauthorized',
  token_expired: 'unauthorized',
  missing_scope: 'forbidden',
  not_in_channel: 'forbidden',
  no_permission: 'forbidden',
  access_denied: 'forbidden',
  channel_not_found: 'gone',
  thread_not_found: 'gone',
  ratelimited: 'limited',
  internal_error: 'unavailable',
  fatal_error: 'unavailable',
  service_unavailable: 'unavailable',
}

interface SlackAsked {
  token?: string
  post?: boolean
  /** Sent as JSON. */
  body?: JsonObject
}

/** Slack says what is wrong in the body of an answer with status 200. */
export async function callSlack(
  session: Session,
  method: string,
  query: Readonly<Record<string, string>> = {},
  { token = session.secrets['botToken'] ?? '', post = false, body: given }: SlackAsked = {},
): Promise<ServiceAnswer & { body: JsonObject }> {
  const url = new URL(`${session.address}/api/${method}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const answer = await session.ask({
    ...(post || given !== undefined ? { method: 'POST' as const } : {}),
    ...(given === undefined ? {} : { body: given }),
    url: url.href,
    headers: { authorization: `Bearer ${token}` },
  })
  const words = textOf(field(answer.body, 'error'))
  const error = errorOf(answer, words)
  if (error !== null) throw error
  const { body } = answer
  if (isObject(body) && body['ok'] === true) return { ...answer, body }
  const kind = kinds[words] ?? 'refused'
  const retryAfterMs = retryAfterOf(answer) ?? 30_000
  throw new ServiceError(kind, words || 'no answer of Slack', {
    ...(kind === 'limited' ? { retryAfterMs } : {}),
    ...(words === 'not_in_channel'
      ? { reason: { code: 'connection_room_not_member', params: {} } }
      : {}),
  })
}

/** Who is who, for the record function of the exports. */
export function peopleOf({ people }: Session): SlackPeople {
  const known = directories.get(people)
  if (known !== undefined && known.size === people.size) return known.directory
  const directory = slackDirectory(new Map([['users', [...people.values()]]]))
  directories.set(people, { size: people.size, directory })
  return directory
}

/** Made once for each list of people, which grows while it is read, not for each page. */
const directories = new WeakMap<
  Session['people'],
  { readonly size: number; readonly directory: SlackPeople }
>()

/** A record of the API as a message; null for what is none. */
export function saidOf(record: unknown, people: SlackPeople): SaidMessage | null {
  if (!isObject(record) || isEditLog(textOf(record['subtype']))) return null
  const message: SlackMessage | 'edit-log' | null = slackMessage(record, people)
  if (message === null || message === 'edit-log' || !message.sourceId) return null
  const editedAt = msOf(textOf(field(record['edited'], 'ts')))
  // The root of a thread whose words were deleted stays there for its answers.
  const isGone = record['subtype'] === 'tombstone'
  const deletedAt = isGone ? (editedAt ?? message.when.at ?? 0) : null
  return { message: { ...message, sourceId: message.sourceId }, editedAt, deletedAt }
}

/** The line that Slack writes into a channel that is archived. */
export const isArchived = (record: unknown): boolean =>
  ['channel_archive', 'group_archive'].includes(textOf(field(record, 'subtype')))

/** Milliseconds of a `ts`; null where there is none. */
export const msOf = (ts: string): number | null => {
  const seconds = numberOf(ts)
  return seconds === undefined ? null : Math.floor(seconds * 1_000)
}
