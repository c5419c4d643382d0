import { field, isObject, numberOf, textOf, type JsonObject } from '../../imports/reading/values.ts'
import { objectIn } from '../answers.ts'
import { ServiceError, type Connector, type Heard, type Session } from '../connector.ts'
import { Heart } from '../heart.ts'
import { meaningOf, namesOf, tokenOf } from './api.ts'

/** So often the server is asked whether it is still there. */
const heartbeatMs = 30_000

/**
 * Mattermost's socket: a token, then events with numbers. A number that is left out is an event that was lost, and all
 * that was missed is looked for by a new socket.
 */
export async function followMattermost(
  session: Session,
  on: Parameters<Connector['follow']>[1],
): Promise<void> {
  const socket = await session.socket(`${session.address.replace(/^http/i, 'ws')}/api/v4/websocket`)
  let sent = 0
  let expected: number | null = null
  const send = (action: string, data: JsonObject): void =>
    socket.send(JSON.stringify({ seq: ++sent, action, data }))
  const heart = new Heart(socket, () => send('ping', {}))
  try {
    send('authentication_challenge', { token: tokenOf(session) })
    heart.start(heartbeatMs)
    for (;;) {
      const text = await socket.next()
      if (text === null) throw new ServiceError('unavailable', 'the socket was closed')
      heart.answered()
      const { event, data, broadcast, status, error, seq } = partsOf(text)
      if (status === 'FAIL' && field(error, 'status_code') === 401) {
        throw new ServiceError('unauthorized', textOf(field(error, 'message')) || '401')
      }
      if (event === undefined) continue
      const number = numberOf(seq) ?? 0
      if (number !== (expected ?? number))
        throw new ServiceError('unavailable', 'an event was lost')
      expected = number + 1
      if (event === 'hello') on.connected()
      const room = textOf(field(broadcast, 'channel_id'))
      for (const heard of heardIn(textOf(event), room, data, session)) on.heard(heard)
    }
  } finally {
    heart.stop()
    socket.close()
  }
}

function* heardIn(event: string, room: string, data: unknown, session: Session): Generator<Heard> {
  if (event === 'posted' || event === 'post_edited' || event === 'post_deleted') {
    const post = partsOf(field(data, 'post'))
    const channel = textOf(post['channel_id'])
    // What is told as deleted is, whether or not the post says when.
    const deletedAt = numberOf(post['delete_at']) || Date.now()
    const isDeleted = event === 'post_deleted'
    const told = isDeleted ? { ...post, delete_at: deletedAt } : post
    const { said, amendments } = meaningOf([told], namesOf(session))
    for (const one of said) yield { type: 'said', room: channel, said: one }
    for (const amendment of amendments) yield { type: 'amended', room: channel, amendment }
  } else if (event === 'channel_updated') {
    const channel = partsOf(field(data, 'channel'))
    const name = textOf(channel['display_name'])
    if (name !== '') yield { type: 'renamed', room: textOf(channel['id']), name }
  } else if (event === 'channel_deleted') {
    yield { type: 'lost', room: textOf(field(data, 'channel_id')) || room }
  } else if (event === 'user_removed') {
    // Told to the channel with the id of the person, and to the person with that of the channel.
    const left = textOf(field(data, 'channel_id'))
    if (left !== '') yield { type: 'lost', room: left }
  }
}

/** Some parts of an event are JSON within JSON. */
const partsOf = (part: unknown): JsonObject =>
  typeof part === 'string' ? objectIn(part) : isObject(part) ? part : {}
