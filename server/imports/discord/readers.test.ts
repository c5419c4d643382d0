import { expect, test } from 'vitest'
import { readExport } from '../../../tests/support/read-export.ts'

const read = async (name: string, content: unknown) => {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const result = await readExport({ [name]: text })
  return { ...result, messages: result.rooms.flatMap(({ messages }) => messages) }
}

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

const message = (id: number, more: object) => ({
  id: `90071992547409${id}`,
  type: 'Default',
  timestamp: '2024-01-01T12:00:00+00:00',
  content: '',
  author: { id: '1', name: 'ann', isBot: false },
  ...more,
})
const textsOf = async (...records: object[]) => {
  const { messages } = await read('x.json', {
    guild: { id: '1', name: 'G' },
    channel: { id: '7', name: 'general' },
    messages: records,
  })
  return messages.map(({ text }) => text)
}

test('Discord: a program’s cards are words, those of links are not', async () => {
  const bot = { id: '2', name: 'relay', isBot: true }
  const card = {
    author: { name: 'CI' },
    title: 'Build 7',
    url: 'https://ci.example/7',
    description: 'red',
    fields: [{ name: 'Branch', value: 'main' }],
    footer: { text: 'runner 2' },
  }
  const words = 'CI\nBuild 7\nred\nBranch: main\nrunner 2\nhttps://ci.example/7'
  expect(
    await textsOf(
      message(10, { author: bot, content: '@here', embeds: [card] }),
      message(11, { author: bot, content: 'https://ci.example/77', embeds: [card] }),
      message(12, { author: bot, content: '<https://www.ci.example/7/>!', embeds: [card] }),
      message(13, {
        content: 'look: https://youtu.be/1',
        embeds: [{ title: 'A film', url: 'https://www.youtube.com/watch?v=1' }],
      }),
      message(14, { author: bot, embeds: [{ images: [{ url: 'https://x.example/a.png' }] }] }),
    ),
  ).toEqual([
    `@here\n${words}`,
    `https://ci.example/77\n${words}`,
    '<https://www.ci.example/7/>!',
    'look: https://youtu.be/1',
    'https://x.example/a.png',
  ])
})

test('Discord: a forward has its own words, cards, files and stickers', async () => {
  const { messages } = await read('x.json', {
    guild: { id: '1', name: 'G' },
    channel: { id: '7', name: 'general' },
    messages: [
      message(10, {
        content: 'see',
        forwardedMessage: {
          content: 'old words',
          embeds: [{ title: 'Card', description: 'inside' }],
          attachments: [{ fileName: 'a.txt', fileSizeBytes: 2 }],
          stickers: [{ name: 'wave' }],
        },
      }),
    ],
  })
  expect(messages[0]).toMatchObject({
    text: 'see\nForwarded:\nold words\nCard\ninside',
    attachments: [{ name: 'a.txt', bytes: 2 }, { name: 'wave' }],
    isBot: false,
  })
})

test('Discord: polls and messages built of components are words', async () => {
  const poll = {
    question: { text: 'When?' },
    answers: [{ poll_media: { text: 'Monday' } }, { poll_media: { text: 'Friday' } }],
  }
  const components = [
    {
      type: 17,
      components: [
        { type: 10, content: 'Release 4 is out' },
        { type: 1, components: [{ type: 2, label: 'Notes' }] },
      ],
    },
  ]
  expect(await textsOf(message(10, { poll }), message(11, { content: 'hi', components }))).toEqual([
    'When?\n- Monday\n- Friday',
    'hi\nRelease 4 is out\nNotes',
  ])
})

test('Discord: pages that are only numbered are rooms named by their folder, also where two folders share a name', async () => {
  const page = (text: string) =>
    `Author;Date;Content;Attachments;Reactions;\n"ann#0001";"05-Dec-19 06:37 AM";"${text}";"";"";\n`
  const { rooms } = await readExport({
    'one/general/1.csv': page('a'),
    'one/general/2.csv': page('b'),
    'two/general/1.csv': page('c'),
    'two/G - rules [123456789012345678]/1.csv': page('d'),
  })
  expect(
    Object.fromEntries(rooms.map(({ name, messages }) => [name, messages.map(({ text }) => text)])),
  ).toEqual({ 'one / general': ['a', 'b'], 'two / general': ['c'], rules: ['d'] })
})

test('Discord as plain text: cards beside words, channels of one name in two guilds', async () => {
  const rule = '='.repeat(62)
  const file = (guild: string, ...lines: string[]) =>
    [rule, `Guild: ${guild}`, 'Channel: Text / general', rule, '', ...lines, ''].join('\n')
  const { rooms } = await readExport({
    'a/1.txt': file('A', '[13-Mar-24 19:02] relay', '@here', '', '{Embed}', 'Build 7', 'red', ''),
    'b/1.txt': file('B', '[13-Mar-24 19:02] ann', 'see https://x.org', '', '{Embed}', 'A page', ''),
    'b/2.txt': file(
      'B',
      '[13-Mar-24 19:03] ann',
      '',
      '{Forwarded Message}',
      '',
      '{Embed}',
      'Old card',
      '',
    ),
  })
  expect(rooms.map(({ messages }) => messages.map(({ text }) => text))).toEqual([
    ['@here\nBuild 7\nred'],
    ['see https://x.org', 'Forwarded:\nOld card'],
  ])
})

test('Discord as plain text: blocks become files and words, faked heads stay words, the footer is checked', async () => {
  const rule = '='.repeat(62)
  const { messages, warnings, rooms } = await read(
    'x.txt',
    [
      rule,
      'Guild: G',
      'Channel: Text / general',
      'Topic: x',
      rule,
      '',
      '[03/13/2024 7:02\u202fPM] ann#0001 (pinned)',
      'look',
      '[03/13/2024 7:03 PM] bob',
      '',
      '{Attachments}',
      'https://cdn.example/a b.png?ex=1',
      '',
      '{Reactions}',
      '+1 (2)',
      '',
      '',
      '[03/14/2024 12:02 AM] bob',
      '',
      '{Embed}',
      'https://x.org',
      'A title',
      '',
      '{Stickers}',
      'https://cdn/wave.png',
      '',
      '',
      '[03/14/2024 12:03 AM] bob',
      '',
      '{Forwarded Message}',
      'older words',
      '',
      '',
      rule,
      'Exported 4 message(s)',
      rule,
      '',
    ].join('\n'),
  )
  expect(rooms[0]!.name).toBe('general')
  expect(messages.map(({ author, text }) => [author, text])).toEqual([
    ['ann#0001', 'look\n[03/13/2024 7:03 PM] bob'],
    ['bob', 'https://x.org\nA title'],
    ['bob', 'Forwarded:\nolder words'],
  ])
  expect(messages.map(({ attachments }) => attachments.map(({ name }) => name))).toEqual([
    ['a b.png'],
    ['wave.png'],
    [],
  ])
  expect(messages[0]!.at).toBe('2024-03-13T19:02:00.000Z')
  expect(warnings.find(({ code }) => code === 'count_differs')?.examples[0]?.text).toContain('≠ 3')
})

test('Discord as CSV of 2019: semicolons, a bare header, cells over several lines', async () => {
  const { messages, counts } = await read(
    'Guild - general [123456789012345678].csv',
    'Author;Date;Content;Attachments\n'.replace('Author', 'AuthorID;Author') +
      '"1";"ann#0001";"17-Mar-19 03:05 AM";"one\ntwo; ""three""";""\n' +
      '"2";"bob#0002";"17-Mar-19 12:10 PM";"";"https://cdn.example/x.png, files/my notes.txt"\n',
  )
  expect(counts).toMatchObject({ messages: 2, unparsed: 0 })
  expect(messages[0]).toMatchObject({
    text: 'one\ntwo; "three"',
    authorKey: '1',
    at: '2019-03-17T03:05:00.000Z',
  })
  expect(messages[1]!.attachments.map(({ name }) => name)).toEqual(['x.png', 'my notes.txt'])
  expect(messages[1]!.at).toBe('2019-03-17T12:10:00.000Z')
})

test('Discord: parts of one channel and other dates of one export meet in one room', async () => {
  const part = (ids: number[]) =>
    JSON.stringify({
      guild: { id: '0', name: 'Direct Messages' },
      channel: { id: '7', type: 'DirectTextChat', name: 'bob' },
      messages: ids.map((id) => ({
        id: `90071992547409${id}`,
        type: 'Default',
        timestamp: '2024-01-01T12:00:00+00:00',
        content: `m${id}`,
        author: { id: '1', name: 'ann' },
      })),
    })
  const { rooms, counts } = await readExport({
    'dm/bob [7] [part 1].json': part([10, 11]),
    'dm/bob [7] [part 2].json': part([11, 12]),
  })
  expect(rooms).toHaveLength(1)
  expect(counts).toMatchObject({ messages: 3, duplicates: 1 })
})
