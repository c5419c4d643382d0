import { field, firstText, isObject, textOf } from '../../imports/reading/values.ts'
import { objectIn } from '../answers.ts'
import { ServiceError, type Connector, type Heard, type Session } from '../connector.ts'
import { callSlack, msOf, peopleOf, saidOf } from './api.ts'

/**
 * Slack's Socket Mode: an address by request, then envelopes that want to be acknowledged. Slack gives each event to
 * one of the sockets of an app, so a second program with the same app takes some of ours: the rooms are looked
 * through by request as well.
 */
export async function followSlack(
  session: Session,
  on: Parameters<Connector['follow']>[1],
): Promise<void> {
  const token = session.secrets['appToken'] ?? ''
  const { body } = await callSlack(session, 'apps.connections.open', {}, { token, post: true })
  const socket = await session.socket(textOf(body['url']))
  try {
    for (;;) {
      const text = await socket.next()
      if (text === null) throw new ServiceError('unavailable', 'the socket was closed')
      const envelope = objectIn(text)
      const id = textOf(envelope['envelope_id'])
      if (id !== '') socket.send(JSON.stringify({ envelope_id: id }))
      const type = textOf(envelope['type'])
      if (type === 'hello') on.connected()
      // Slack closes sockets every few hours, and says so before.
      if (type === 'disconnect') throw new ServiceError('unavailable', 'Slack renews the socket')
      const heard =
        type === 'events_api' ? heardIn(field(envelope['payload'], 'event'), session) : null
      if (heard !== null) on.heard(heard)
    }
  } finally {
    socket.close()
  }
}

/** What an event means; null for those that change no message. */
function heardIn(event: unknown, session: Session): Heard | null {
  if (!isObject(event)) return null
  const type = textOf(event['type'])
  const channel = event['channel']
  const room = isObject(channel) ? textOf(channel['id']) : textOf(channel)
  if (type === 'channel_rename' || type === 'group_rename') {
    const name = textOf(field(channel, 'name'))
    return name === '' ? null : { type: 'renamed', room, name }
  }
  if (type === 'channel_deleted' || type === 'channel_left' || type === 'group_left') {
    return { type: 'lost', room }
  }
  if (type === 'channel_archive' || type === 'group_archive') return { type: 'ended', room }
  if (type !== 'message') return null
  const subtype = textOf(event['subtype'])
  if (subtype === 'message_deleted') {
    const key = firstText(event['deleted_ts'], field(event['previous_message'], 'ts'))
    const deletedAt = msOf(firstText(event['ts'], event['event_ts'])) ?? Date.now()
    return key === '' ? null : { type: 'amended', room, amendment: { key, deletedAt } }
  }
  const said = saidOf(subtype === 'message_changed' ? event['message'] : event, peopleOf(session))
  return said === null ? null : { type: 'said', room, said }
}
