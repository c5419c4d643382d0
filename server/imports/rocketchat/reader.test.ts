import { expect, test } from 'vitest'
import { readExport } from '../../../tests/support/read-export.ts'

const read = async (name: string, content: unknown) => {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const result = await readExport({ [name]: text })
  return { ...result, messages: result.rooms.flatMap(({ messages }) => messages) }
}

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

test('Rocket.Chat: a dump names its rooms, hides what is encrypted, and keeps captions of files', async () => {
  const message = (n: number, extra: object) => ({
    _id: `m${n}`,
    rid: 'R1',
    msg: '',
    ts: { $date: 1704099600000 + n },
    u: { _id: 'u1', username: 'ann' },
    ...extra,
  })
  const { rooms, warnings, counts } = await readExport({
    'dump/rocketchat_message.json': JSON.stringify([
      message(1, { msg: 'c2VjcmV0', t: 'e2e' }),
      message(2, {
        attachments: [{ title: 'a.png', title_link: '/f/a.png', description: 'the berth' }],
      }),
      message(3, {
        msg: '[ ](https://x/m1) agreed',
        attachments: [{ message_link: 'https://x/m1', text: 'quoted' }],
      }),
      message(4, { rid: 'R2', msg: 'hi' }),
    ]),
    'dump/rocketchat_room.json':
      '{"_id":"R1","t":"p","name":"ops","fname":"Ops & Co"}\n{"_id":"R2","t":"d","usernames":["ann","bob"]}\n',
  })
  expect(rooms.map(({ name }) => name)).toEqual(['Ops & Co', 'ann, bob'])
  expect(rooms[0]!.messages.map(({ kind, text }) => [kind, text])).toEqual([
    ['system', '** Encrypted message **'],
    ['message', 'the berth'],
    ['message', 'agreed'],
  ])
  expect(warnings.map(({ code }) => code)).toContain('undecryptable')
  expect(counts).toMatchObject({ messages: 3, system: 1, unparsed: 0 })
})

test('Rocket.Chat: a page of the REST interface comes newest first and is put in order', async () => {
  const { messages, rooms } = await read('general.json', {
    messages: [2, 1].map((n) => ({
      _id: `m${n}`,
      rid: 'GENERAL',
      msg: `text ${n}`,
      ts: `2024-01-01T10:00:0${n}.000Z`,
      u: { _id: 'u', username: 'ann' },
      urls: [],
    })),
    success: true,
  })
  expect(rooms[0]!.name).toBe('general')
  expect(messages.map(({ text }) => text)).toEqual(['text 1', 'text 2'])
})

const sent = (n: number, extra: object) => ({
  _id: `m${n}`,
  rid: 'R',
  msg: '',
  ts: `2024-01-01T10:00:0${n}.000Z`,
  u: { _id: 'u', username: 'ann' },
  ...extra,
})

test('Rocket.Chat: cards and blocks stand beside the message; a card with a picture is no file', async () => {
  const { messages } = await read('general.json', {
    messages: [
      sent(1, {
        msg: 'Nightly',
        attachments: [
          {
            title: 'Run 7',
            title_link: 'https://ci.example/7',
            image_url: 'https://ci.example/7.png',
            collapsed: true,
            text: 'failed',
            fields: [{ title: 'Branch', value: 'main' }],
          },
        ],
      }),
      sent(2, {
        msg: 'Vote: lunch?',
        blocks: [
          { type: 'section', text: { type: 'plain_text', text: 'lunch?' } },
          {
            type: 'section',
            fields: [
              { type: 'mrkdwn', text: 'soup' },
              { type: 'mrkdwn', text: 'bread' },
            ],
          },
          {
            type: 'context',
            elements: [
              { type: 'mrkdwn', text: 'by poll' },
              { type: 'image', altText: 'face' },
            ],
          },
          {
            type: 'actions',
            elements: [{ type: 'button', text: { type: 'plain_text', text: 'Go' } }],
          },
          { type: 'image', title: { type: 'plain_text', text: 'The map' }, altText: 'a map' },
        ],
      }),
      sent(3, {
        attachments: [{ type: 'file', title: 'a.pdf', title_link: '/file-upload/1/a.pdf' }],
      }),
    ],
    success: true,
  })
  expect(
    messages.map(({ text, attachments }) => [text, attachments.map(({ name }) => name)]),
  ).toEqual([
    ['Nightly\nRun 7 (https://ci.example/7)\nfailed\nBranch: main', []],
    ['Vote: lunch?\nsoup\nbread\nby poll\nface\nThe map\na map', []],
    ['', ['a.pdf']],
  ])
})

test('Rocket.Chat: an answer names the message it quotes; a quotation alone is a forwarded message', async () => {
  const quote = {
    message_link: 'https://chat.example/channel/x?msg=abc',
    author_name: 'mira',
    text: 'Shall we stop?',
    attachments: [{ message_link: 'https://chat.example/channel/x?msg=older', text: 'older' }],
  }
  const link = '[ ](https://chat.example/channel/x?msg=abc)'
  const { messages } = await read('general.json', {
    messages: [
      sent(1, { msg: `${link} yes`, attachments: [quote] }),
      sent(2, { msg: link, attachments: [quote] }),
      sent(3, { msg: 'late', ts: 'soon' }),
    ],
    success: true,
  })
  expect(messages.map(({ text, replyTo }) => [text, replyTo])).toEqual([
    ['yes', 'abc'],
    ['Forwarded from mira:\nShall we stop?', null],
    ['late', null],
  ])
})
