import { describe, expect, test } from 'vitest'
import { readExport } from '../../../tests/support/read-export.ts'
import { htmlText } from './html-text.ts'
import { mendJson } from './json-mend.ts'
import { wallClock } from './time-zone.ts'

const read = async (name: string, content: unknown) => {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const result = await readExport({ [name]: text })
  return { ...result, messages: result.rooms.flatMap(({ messages }) => messages) }
}

describe('Telegram', () => {
  const chat = (messages: unknown[], extra = {}) => ({
    name: 'Group',
    type: 'private_group',
    id: 5,
    messages,
    ...extra,
  })

  test('texts of runs, polls, services, files and unknown authors', async () => {
    const { messages, rooms } = await read(
      'result.json',
      chat([
        {
          id: 1,
          type: 'service',
          date: '2024-01-01T10:00:00',
          date_unixtime: '1704099600',
          actor: 'Ann',
          actor_id: 'user1',
          action: 'create_group',
          title: 'Group',
          members: ['Ann', 'Bob'],
          text: '',
        },
        {
          id: 2,
          type: 'message',
          date: '2024-01-01T10:00:01',
          date_unixtime: '1704099601',
          from: null,
          from_id: 'user2',
          reply_to_message_id: 1,
          text: ['see ', { type: 'text_link', text: 'this', href: 'https://x.org' }],
        },
        {
          id: 3,
          type: 'message',
          date: '2024-01-01T10:00:02',
          date_unixtime: '1704099602',
          from: 'Ann',
          from_id: 'user1',
          text: '',
          poll: { question: 'When?', answers: [{ text: 'Now', voters: 2 }] },
        },
        {
          id: 4,
          type: 'message',
          date: '2024-01-01T10:00:03',
          date_unixtime: '1704099603',
          from: 'Ann',
          from_id: 'user1',
          text: '',
          file: '(File not included. Change data exporting settings to download.)',
          media_type: 'voice_message',
          mime_type: 'audio/ogg',
        },
        { id: 5, type: 'unsupported' },
      ]),
    )
    expect(rooms[0]!.name).toBe('Group')
    expect(messages.map(({ kind, author, text }) => [kind, author, text])).toEqual([
      ['system', 'Ann', 'create group: Group; Ann, Bob'],
      ['message', 'Deleted account (user2)', 'see this (https://x.org)'],
      ['message', 'Ann', 'Poll: When?\n- Now (2)'],
      ['message', 'Ann', ''],
      ['system', '', 'A message that Telegram could not export.'],
    ])
    expect(messages[1]!.replyTo).toBe('1')
    expect(messages[3]!.attachments).toEqual([{ name: 'voice message', mimeType: 'audio/ogg' }])
    expect(messages[4]!.timeSource).toBe(3)
  })

  test('a whole account gives its chats, and never its contacts', async () => {
    const { rooms, messages } = await read('result.json', {
      about: 'Here is the data you requested. Telegram',
      contacts: { about: '', list: [{ first_name: 'Secret', phone_number: '0049' }] },
      chats: {
        about: '',
        list: [
          chat([
            {
              id: 1,
              type: 'message',
              date_unixtime: '1704099601',
              from: 'A',
              from_id: 'user1',
              text: 'one',
            },
          ]),
        ],
      },
      left_chats: {
        about: '',
        list: [
          chat(
            [
              {
                id: 1,
                type: 'message',
                date_unixtime: '1704099602',
                from: 'B',
                from_id: 'user2',
                text: 'two',
              },
            ],
            { name: 'Left', id: 6 },
          ),
        ],
      },
    })
    expect(rooms.map(({ name }) => name)).toEqual(['Group', 'Left'])
    expect(messages.map(({ text }) => text)).toEqual(['one', 'two'])
  })

  test('control characters and bare file names, which are no JSON, are mended and counted', async () => {
    const text = JSON.stringify(
      chat([
        {
          id: 1,
          type: 'message',
          date_unixtime: '1704099601',
          from: 'A',
          text: 'bell CONTROL end',
        },
        {
          id: 2,
          type: 'message',
          date_unixtime: '1704099602',
          from: 'A',
          text: [{ type: 'custom_emoji', text: '*', document_id: 'BARE' }],
        },
      ]),
      null,
      1,
    )
      .replace('CONTROL', String.raw`\x07`)
      .replace('"BARE"', 'video_files/sticker (2).webm')
    const { messages, counts } = await read('result.json', text)
    expect(messages.map((message) => message.text)).toEqual(['bell \x07 end', '*'])
    expect(counts).toMatchObject({ messages: 2, repaired: 2, unparsed: 0 })
  })
})

test('Discord: replies, system lines, forwards, embeds alone, stickers and long ids', async () => {
  const author = { id: '123456789012345678', name: 'ann', nickname: 'Ann', isBot: false }
  const base = {
    timestamp: '2024-01-01T12:00:00.1234567+02:00',
    author,
    attachments: [],
    embeds: [],
    content: '',
  }
  const { messages, rooms } = await read('x.json', {
    guild: { id: '1', name: 'G' },
    channel: { id: '9007199254740993', type: 'GuildTextChat', name: 'general' },
    messages: [
      {
        ...base,
        id: '9007199254740995',
        type: 'Default',
        content: 'hi',
        attachments: [{ id: '1', fileName: 'a.png', fileSizeBytes: 5 }],
      },
      {
        ...base,
        id: '9007199254740996',
        type: 'Reply',
        content: 'yes',
        reference: { messageId: '9007199254740995' },
      },
      { ...base, id: '9007199254740997', type: 'GuildMemberJoin', content: 'Joined the server.' },
      {
        ...base,
        id: '9007199254740998',
        type: '20',
        embeds: [{ title: 'T', description: 'D', fields: [] }],
        stickers: [{ name: 'wave' }],
      },
      { ...base, id: '9007199254740999', type: 'Default', forwardedMessage: { content: 'old' } },
    ],
    messageCount: 5,
  })
  expect(rooms[0]).toMatchObject({ name: 'general', format: 'discord-json' })
  expect(messages.map(({ kind, text }) => [kind, text])).toEqual([
    ['message', 'hi'],
    ['message', 'yes'],
    ['system', 'Joined the server.'],
    ['message', 'T\nD'],
    ['message', 'Forwarded:\nold'],
  ])
  expect(messages[0]).toMatchObject({
    at: '2024-01-01T10:00:00.123Z',
    timeSource: 0,
    sourceId: '9007199254740995',
    attachments: [{ name: 'a.png', bytes: 5 }],
  })
  expect(messages[1]!.replyTo).toBe('9007199254740995')
})

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

test('Mattermost: replies inside posts answer them, direct messages are rooms of their members', async () => {
  const lines = [
    { type: 'version', version: 1 },
    {
      type: 'channel',
      channel: { team: 't', name: 'town', display_name: 'Town Square', type: 'O' },
    },
    { type: 'user', user: { username: 'ann', first_name: 'Ann', last_name: 'Lee' } },
    {
      type: 'post',
      post: {
        team: 't',
        channel: 'town',
        user: 'ann',
        message: 'hi',
        create_at: 1704099600000,
        replies: [{ user: 'bob', message: 'yes', create_at: 1704099601000 }],
      },
    },
    {
      type: 'post',
      post: {
        team: 't',
        channel: 'town',
        user: 'bob',
        type: 'system_join_channel',
        message: 'bob joined',
        create_at: 1704099602000,
      },
    },
    {
      type: 'direct_post',
      direct_post: {
        channel_members: ['bob', 'ann'],
        user: 'bob',
        message: 'psst',
        create_at: 1704099603000,
      },
    },
  ]
  const { rooms, counts } = await read(
    'data.jsonl',
    lines.map((line) => JSON.stringify(line)).join('\n'),
  )
  expect(rooms.map(({ name, messages }) => [name, messages.length])).toEqual([
    ['Town Square', 3],
    ['Ann Lee, bob', 1],
  ])
  expect(rooms[0]!.messages[1]).toMatchObject({
    author: 'bob',
    text: 'yes',
    replyTo: rooms[0]!.messages[0]!.sourceId,
  })
  expect(counts).toMatchObject({ messages: 3, system: 1, unparsed: 0 })
})

test('Rocket.Chat: exported from the database, with BSON dates, threads and system lines', async () => {
  const lines = [
    {
      _id: 'm1',
      rid: 'GENERAL',
      msg: 'hi',
      ts: { $date: '2024-01-01T10:00:00.000Z' },
      u: { _id: 'u1', username: 'ann', name: 'Ann' },
    },
    {
      _id: 'm2',
      rid: 'GENERAL',
      msg: '[ ](https://x/m1) yes',
      tmid: 'm1',
      ts: { $date: { $numberLong: '1704103201000' } },
      u: { _id: 'u2', username: 'bob' },
    },
    {
      _id: 'm3',
      rid: 'GENERAL',
      msg: 'bob',
      t: 'uj',
      ts: { $date: '2024-01-01T10:00:02Z' },
      u: { _id: 'u2', username: 'bob' },
    },
  ]
  const { messages, counts } = await read(
    'rocketchat_message.json',
    lines.map((line) => JSON.stringify(line)).join('\n'),
  )
  expect(messages.map(({ kind, author, text, replyTo }) => [kind, author, text, replyTo])).toEqual([
    ['message', 'Ann', 'hi', null],
    ['message', 'bob', 'yes', 'm1'],
    ['system', 'bob', 'bob', null],
  ])
  expect(counts).toMatchObject({ messages: 2, system: 1, unparsed: 0 })
})

test('Teams: the same chat under two members is one room, HTML becomes words', async () => {
  const message = {
    Id: '1704099600000',
    MessageType: 'message',
    CreatedDateTime: '2024-01-01T10:00:00+00:00',
    ChatId: '19:x',
    From: { User: { Id: 'u1', DisplayName: 'Ann' } },
    Body: {
      ContentType: 'html',
      Content:
        '<p>a &lt; b&nbsp;<at id="0">Bob</at></p><p><emoji alt="👍"></emoji></p><script>x</script>',
    },
    Attachments: [],
  }
  const system = {
    ...message,
    Id: '1704099600001',
    MessageType: 'unknownFutureValue',
    From: null,
    Body: { ContentType: 'html', Content: '<systemEventMessage/>' },
  }
  const { rooms, counts, format } = await readExport({
    'users/u1/messages_u1.json': JSON.stringify([message, system]),
    'users/u2/messages_u2.json': JSON.stringify([message]),
  })
  expect(format).toBe('teams-graph')
  expect(rooms).toHaveLength(1)
  expect(rooms[0]!.messages.map(({ kind, author, text }) => [kind, author, text])).toEqual([
    ['message', 'Ann', 'a < b Bob\n👍'],
    ['system', '', 'System event'],
  ])
  expect(counts).toMatchObject({ messages: 1, system: 1, duplicates: 1 })
})

test('Zulip archive: a stream is a room, a topic is named by its first message', async () => {
  const topic = [
    {
      id: 1,
      sender_full_name: 'Ann',
      content: '<p>first <code>x</code></p>',
      timestamp: 1704099600,
    },
    { id: 2, sender_full_name: 'Bob', content: '<p>second</p>', timestamp: 1704099601 },
  ]
  const { rooms, format } = await readExport({
    'zulip_json/stream_index.json': JSON.stringify({
      time: 1,
      streams: { 'TK Labels': { id: 47, latest_id: 2, topic_data: {} } },
    }),
    'zulip_json/47-TK-Labels/.E2.9C.94.20done.2E.json': JSON.stringify(topic),
  })
  expect(format).toBe('zulip-archive')
  expect(rooms[0]!.name).toBe('TK Labels')
  expect(rooms[0]!.messages.map(({ text, replyTo }) => [text, replyTo])).toEqual([
    ['[✔ done.] first x', null],
    ['second', '1'],
  ])
})

test('a table of messages is read by its header; dates of bare numbers are decided by the whole file', async () => {
  const { rooms, messages } = await read(
    'chat.csv',
    'Date,Time,From,Message,Channel\n03/04/2024,9:05 PM,Ann,"a, ""b""",red\n13/04/2024,10:00,Bob,c,blue\n',
  )
  expect(rooms.map(({ name }) => name)).toEqual(['red', 'blue'])
  expect(messages.map(({ at, author, text }) => [at.slice(0, 16), author, text])).toEqual([
    ['2024-04-03T21:05', 'Ann', 'a, "b"'],
    ['2024-04-13T10:00', 'Bob', 'c'],
  ])
})

test('names of prototypes are names like any other', async () => {
  const lines = ['__proto__', 'constructor', 'toString'].map((name) =>
    JSON.stringify({ room: name, at: '2024-01-01T00:00:00Z', author: name, text: name }),
  )
  const { rooms } = await read('rooms.ndjson', lines.join('\n'))
  expect(rooms.map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'toString'])
})

test('characters that no store holds are replaced and counted', async () => {
  const { messages, counts } = await read(
    'rooms.ndjson',
    String.raw`{"room":"r","id":"1","at":1704099600000,"author":"a\u0000b","text":"x\ud83dy"}`,
  )
  expect(messages[0]).toMatchObject({ author: 'a\ufffdb', text: 'x\ufffdy' })
  expect(counts).toMatchObject({ messages: 1, repaired: 1 })
})

test('a record of endless depth or length neither fails nor stays in memory', async () => {
  const deep = `${'['.repeat(200_000)}`
  const { counts } = await read(
    'x.json',
    `{"guild":{},"channel":{"id":"1","name":"c"},"messages":[{"id":"1","timestamp":"2024-01-01T00:00:00Z","content":"ok","author":{"id":"1","name":"a"}},{"id":${deep}`,
  )
  expect(counts.messages).toBe(1)
  expect(counts.unparsed).toBe(1)
})

test('clocks: skipped and repeated hours of summer time', () => {
  const berlin = wallClock('Europe/Berlin')
  const at = (text: string) => new Date(berlin.toUtc(Date.parse(`${text}Z`))).toISOString()
  expect(at('2024-01-15T12:00:00')).toBe('2024-01-15T11:00:00.000Z')
  expect(at('2024-07-15T12:00:00')).toBe('2024-07-15T10:00:00.000Z')
  expect(at('2024-03-31T02:30:00')).toBe('2024-03-31T01:30:00.000Z')
  expect(at('2024-10-27T02:30:00')).toBe('2024-10-27T00:30:00.000Z')
  expect(() => wallClock('Mars/Olympus')).toThrow(RangeError)
})

test('almost JSON is mended, and nonsense is not', () => {
  expect(mendJson('{"a": "x\ny", "b": tru e, "c": [1,2,]}')).toMatchObject({
    a: 'x\ny',
    c: [1, 2],
  })
  expect(mendJson('{"a": "say "hi" now"}')).toEqual({ a: 'say "hi" now' })
  expect(mendJson('}{')).toBeUndefined()
})

test('HTML becomes words without its scripts', () => {
  expect(htmlText('<p>a<br>b</p><ul><li>c</li></ul><a href="https://x.org">link</a>')).toBe(
    'a\nb\n- c\nlink (https://x.org)',
  )
  expect(htmlText('<img src=x onerror=alert(1) alt="pic"><style>p{}</style>ok')).toBe('picok')
})
