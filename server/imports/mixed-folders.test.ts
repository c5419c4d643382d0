import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readExport, type ReadExport } from '../../tests/support/read-export.ts'

const json = JSON.stringify
const rooms = (found: ReadExport): Record<string, string[]> =>
  Object.fromEntries(found.rooms.map(({ name, messages }) => [name, messages.map((m) => m.text)]))
const examples = (found: ReadExport, code: string): string[] =>
  found.warnings
    .filter((warning) => warning.code === code)
    .flatMap((warning) => warning.examples.map(({ file }) => file.replace(/^drop\//, '')))

const chat = '1/29/24, 12:24 - Ana: one\n1/29/24, 12:25 - Ben: two\n1/31/24, 12:26 - Ana: three\n'
const log = '[10:00:00] <ana> hi\n[10:01:00] <ben> ho\n[10:01:00] <ben> ho\n'
const table = 'time,author,text\n2026-03-02 10:00,Ana,from a table\n'
const slackDay = (text: string) =>
  json([{ type: 'message', user: 'U1', ts: '1517385600.000001', text }])
const slackExport = {
  'channels.json': json([{ id: 'C1', name: 'ops' }]),
  'users.json': json([{ id: 'U1', name: 'mira', profile: { display_name: 'Mira' } }]),
  'integration_logs.json': '[]',
  'ops/2026-03-02.json': slackDay('in the channel'),
}

describe('a folder of an export that holds other things too', () => {
  test('gives up the chats of other applications that lie in a Slack export', async () => {
    const found = await readExport({
      ...slackExport,
      'WhatsApp Chat with Kai.txt': chat,
      'logs/#quay.2024-02-27.log': log,
      'extra.csv': table,
      'canvases.json': json([{ id: 'F1', title: 'Plan' }]),
    })
    expect(rooms(found)).toEqual({
      ops: ['in the channel'],
      Kai: ['one', 'two', 'three'],
      '#quay': ['hi', 'ho', 'ho'],
      extra: ['from a table'],
    })
    expect(examples(found, 'no_chat')).toEqual(['canvases.json'])
  })

  test('reads logs and dumps of Slack itself with the names of the export', async () => {
    const event = {
      type: 'message',
      channel: 'C1',
      user: 'U1',
      ts: '1517385700.000001',
      text: 'live',
    }
    const found = await readExport({
      ...slackExport,
      'events.jsonl': `${json(event)}\n`,
      'C1.json': json({
        channel_id: 'C1',
        name: 'ops',
        messages: [{ ...event, ts: '1517385800.1', text: 'dumped' }],
      }),
    })
    expect(rooms(found)).toEqual({ ops: ['in the channel', 'live', 'dumped'] })
    expect(found.rooms[0]!.messages.map(({ author }) => author)).toEqual(['Mira', 'Mira', 'Mira'])
  })

  test('names what was sent in Slack, also a file called like a day, and knows a channel called attachments', async () => {
    const found = await readExport({
      ...slackExport,
      'ops/attachments/2026-03-03.json': slackDay('a file'),
      '__uploads/F1/list.csv': table,
      'attachments/2026-03-02.json': slackDay('in the channel of that name'),
    })
    expect(rooms(found)).toEqual({
      ops: ['in the channel'],
      attachments: ['in the channel of that name'],
    })
    expect(examples(found, 'sent_file').sort()).toEqual([
      '__uploads/F1/list.csv',
      'ops/attachments/2026-03-03.json',
    ])
  })

  test('gives up the chats that lie in a Zulip archive and in a backup of Teams', async () => {
    const found = await readExport({
      'zulip/stream_index.json': json({ streams: { team: { id: 1, topic_data: {} } } }),
      'zulip/1-team/plan.json': json([
        { id: 1, sender_full_name: 'Ana', content: '<p>a plan</p>', timestamp: 1_772_445_600 },
      ]),
      'zulip/table.csv': table,
      'TeamsData/users/usersList.json': '[]',
      'TeamsData/users/u1/messages_u1.json': json([
        {
          id: '1',
          chatId: 'c',
          createdDateTime: '2026-03-02T10:00:00Z',
          body: { content: 'a chat' },
        },
      ]),
      'TeamsData/WhatsApp Chat with Kai.txt': chat,
    })
    expect(Object.values(rooms(found)).flat().sort()).toEqual(
      ['[plan] a plan', 'a chat', 'from a table', 'one', 'three', 'two'].sort(),
    )
  })

  test('names files that DiscordChatExporter has put into a folder of its own', async () => {
    const found = await readExport({
      'quay.json': json({
        guild: { id: '1', name: 'G' },
        channel: { id: '500000000000000077', type: 'GuildTextChat', name: 'quay' },
        messages: [
          {
            id: '1',
            type: 'Default',
            timestamp: '2026-03-02T10:00:00+00:00',
            content: 'see',
            author: { id: '9', name: 'ana' },
          },
        ],
      }),
      'media/prices-0AF3C.csv': table,
    })
    expect(rooms(found)).toEqual({ quay: ['see'] })
    expect(examples(found, 'sent_file')).toEqual(['media/prices-0AF3C.csv'])
  })
})

describe('files of one name', () => {
  test.each([
    ['#quay_20240227.log', log],
    ['WhatsApp Chat with Kai.txt', chat],
    ['table.csv', table],
  ])('%s beside its .gz is one chat', async (name, content) => {
    const alone = await readExport({ [name]: content })
    const both = await readExport({ [name]: content, [`${name}.gz`]: gzipSync(content) })
    expect(rooms(both)).toEqual(rooms(alone))
    expect(both.counts.duplicates).toBe(alone.counts.messages)
  })

  test('numbered tables are pages of the chat that their folder is named after', async () => {
    const row = (text: string) => `time,author,text\n2026-03-02 10:00,Ana,${text}\n`
    const found = await readExport({
      'north/1.csv': row('n1'),
      'north/2.csv': row('n2'),
      'south/1.csv': row('s1'),
    })
    expect(rooms(found)).toEqual({ north: ['n1', 'n2'], south: ['s1'] })
  })

  test('events of several Matrix rooms in one log stay apart', async () => {
    const event = (id: string, room: string) =>
      json({
        type: 'm.room.message',
        sender: '@a:b',
        event_id: id,
        room_id: room,
        origin_server_ts: 1_772_445_600_000,
        content: { msgtype: 'm.text', body: id },
      })
    const found = await readExport({
      'log.jsonl': [event('$1', '!r:g'), event('$2', '!s:g'), event('$3', '!r:g')].join('\n'),
    })
    expect(rooms(found)).toEqual({ log: ['$1', '$3'], 'log !s:g': ['$2'] })
  })
})

test('a line of NDJSON whose time cannot be read is kept, and that is said', async () => {
  const line = (at: unknown) => json({ room: 'r', at, author: 'Ana', text: 'hi' })
  const times = ['9999-12-31T23:59:59-12:00', 'soon', 1e300, true, null, '', '2026-03-02T10:00:00Z']
  const found = await readExport({ 'a.ndjson': times.map(line).join('\n') })
  expect(found.counts).toMatchObject({ messages: 7, repaired: 4 })
  expect(found.warnings.map(({ code, count }) => [code, count])).toEqual([['unreadable_time', 4]])
})
