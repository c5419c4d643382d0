import type { Attachment } from '../../contract/rooms.ts'
import type { IncomingMessage } from '../reading/reader.ts'
import { field, firstText, isObject, listOf, numberOf, sizeOf, textOf } from '../reading/values.ts'
import { mattermostMessage } from './record.ts'

/** The name of a person by the id. */
export type NamesById = ReadonlyMap<string, string>

export interface MattermostApiMessage {
  message: IncomingMessage & { sourceId: string }
  editedAt: number | null
  deletedAt: number | null
}

/** A time of the API; 0 stands for never. */
const timeIn = (value: unknown): number | null => numberOf(value) || null

/** A post of Mattermost's API, with the words that the reader of its exports finds; null for what is none. */
export function mattermostApiMessage(post: unknown, names: NamesById): MattermostApiMessage | null {
  if (!isObject(post)) return null
  const sourceId = textOf(post['id'])
  if (sourceId === '') return null
  const user = textOf(post['user_id'])
  const message = mattermostMessage({ ...post, user }, names, textOf(post['root_id']) || null)
  const { props } = post
  const isBot = ['from_bot', 'from_webhook'].some((mark) => textOf(field(props, mark)) === 'true')
  return {
    message: {
      ...message,
      sourceId,
      isBot,
      attachments: filesOf(field(post['metadata'], 'files')),
    },
    editedAt: timeIn(post['edit_at']),
    deletedAt: timeIn(post['delete_at']),
  }
}

const filesOf = (files: unknown): Attachment[] =>
  listOf(files).map((file) => {
    const bytes = sizeOf(field(file, 'size'))
    return {
      name: firstText(field(file, 'name'), 'file'),
      ...(bytes === undefined ? {} : { bytes }),
    }
  })

/** How people are called who have an account, as exports call them. */
export const mattermostName = (user: unknown): string =>
  firstText(
    field(user, 'nickname'),
    `${textOf(field(user, 'first_name'))} ${textOf(field(user, 'last_name'))}`.trim(),
    field(user, 'username'),
  )
