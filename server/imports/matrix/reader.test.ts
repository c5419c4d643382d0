import { expect, test } from 'vitest'
import { readExport } from '../../../tests/support/read-export.ts'

const read = async (name: string, content: unknown) => {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const result = await readExport({ [name]: text })
  return { ...result, messages: result.rooms.flatMap(({ messages }) => messages) }
}

test('Matrix: names come from member events, quotes go, reactions are left out, encrypted ones are told', async () => {
  const event = (n: number, type: string, content: object, extra = {}) => ({
    type,
    sender: '@ann:x.org',
    content,
    room_id: '!r',
    origin_server_ts: 1704099600000 + n,
    event_id: `$${n}`,
    ...extra,
  })
  const { messages, counts, warnings, rooms } = await read(
    'matrix - Room - Chat Export - 2024.json',
    {
      room_name: 'Room',
      room_creator: '@ann:x.org',
      topic: '',
      export_date: '1/1/2024',
      exported_by: '@ann:x.org',
      messages: [
        event(
          1,
          'm.room.member',
          { displayname: 'Ann L', membership: 'join' },
          { state_key: '@ann:x.org' },
        ),
        event(2, 'm.room.message', { msgtype: 'm.text', body: 'hi' }),
        event(
          3,
          'm.room.message',
          {
            msgtype: 'm.text',
            body: '> <@ann:x.org> hi\n\nyes',
            'm.relates_to': { 'm.in_reply_to': { event_id: '$2' } },
          },
          { sender: '@bob:x.org' },
        ),
        event(4, 'm.reaction', {}),
        event(5, 'm.room.message', {
          msgtype: 'm.bad.encrypted',
          body: '** Unable to decrypt: no key **',
        }),
        event(6, 'm.room.message', {
          msgtype: 'm.image',
          body: 'cat.png',
          info: { mimetype: 'image/png', size: 9 },
        }),
      ],
    },
  )
  expect(rooms[0]!.name).toBe('Room')
  expect(messages.map(({ kind, author, text }) => [kind, author, text])).toEqual([
    ['system', 'Ann L', 'Ann L: join'],
    ['message', 'Ann L', 'hi'],
    ['message', 'bob', 'yes'],
    ['system', 'Ann L', '** Unable to decrypt: no key **'],
    ['message', 'Ann L', 'cat.png'],
  ])
  expect(messages[2]!.replyTo).toBe('$2')
  expect(counts.skipped).toBe(1)
  expect(warnings.map(({ code }) => code)).toContain('undecryptable')
})

test('Matrix: events one after another, edits beside the event, threads, and a page of the server', async () => {
  const event = (n: number, content: object, extra = {}) => ({
    type: 'm.room.message',
    sender: '@ann:x.org',
    content: { msgtype: 'm.text', ...content },
    room_id: '!r',
    origin_server_ts: 1704099600000 + n,
    event_id: `$${n}`,
    ...extra,
  })
  const events = [
    event(
      1,
      { body: 'frist' },
      {
        unsigned: {
          'm.relations': {
            'm.replace': { content: { 'm.new_content': { msgtype: 'm.text', body: 'first' } } },
          },
        },
      },
    ),
    event(2, {
      body: 'in thread',
      'm.relates_to': {
        rel_type: 'm.thread',
        event_id: '$1',
        is_falling_back: true,
        'm.in_reply_to': { event_id: '$0' },
      },
    }),
    { ...event(3, {}), content: {} },
  ]
  const loose = await read(
    'room.json',
    events.map((one) => JSON.stringify(one, null, 2)).join('\n'),
  )
  const page = await read('page.json', { chunk: events.toReversed(), start: 'a', end: 'b' })
  for (const { messages, counts } of [loose, page]) {
    expect(messages.map(({ kind, text }) => [kind, text])).toEqual([
      ['message', 'first'],
      ['message', 'in thread'],
      ['system', 'Message deleted'],
    ])
    expect(messages[1]!.replyTo).toBe('$1')
    expect(counts.unparsed).toBe(0)
  }
})
