import { basename } from 'node:path/posix'
import { attachmentText } from '../reading/attachment-text.ts'
import { explicit, unknownMoment } from '../reading/moments.ts'
import type { IncomingMessage } from '../reading/reader.ts'
import {
  field,
  firstText,
  isObject,
  listOf,
  numberOf,
  textOf,
  type JsonObject,
} from '../reading/values.ts'

/**
 * The message that one post of Mattermost holds. Exported posts have no ids; time and author stand in
 * for one, which a second post of one person within the same millisecond shares.
 *
 * @param users names by user name
 * @param replyTo id of the post that this one answers
 */
export function mattermostMessage(
  post: JsonObject,
  users: ReadonlyMap<string, string>,
  replyTo: string | null,
): IncomingMessage {
  const user = textOf(post['user'])
  const at = numberOf(post['create_at'])
  const props = propsOf(post['props'])
  return {
    when: at === undefined ? unknownMoment : explicit(at),
    sourceId: at === undefined ? null : `${at}.${user}`,
    author: firstText(props['override_username'], users.get(user), user),
    authorKey: user || undefined,
    kind: textOf(post['type']).startsWith('system_') ? 'system' : 'message',
    text: textOfPost(post, props),
    replyTo,
    attachments: listOf(post['attachments'])
      .map((file) => basename(textOf(field(file, 'path'))))
      .filter((name) => name !== '')
      .map((name) => ({ name })),
  }
}

function textOfPost(post: JsonObject, props: JsonObject): string {
  const message = textOf(post['message'])
  // Most posts are written by people, who attach nothing of the kind.
  if (!('attachments' in props) && !('card' in props)) return message
  return [message, ...listOf(props['attachments']).map(attachmentText), textOf(props['card'])]
    .filter((words) => words.trim() !== '')
    .join('\n')
}

/** What a webhook says; some versions write it as JSON inside a string. */
function propsOf(props: unknown): JsonObject {
  if (isObject(props)) return props
  // Most posts have none, and an exception for each would cost more than reading it.
  if (typeof props !== 'string' || !props.startsWith('{')) return {}
  try {
    const parsed: unknown = JSON.parse(props)
    return isObject(parsed) ? parsed : {}
  } catch {
    return {}
  }
}
