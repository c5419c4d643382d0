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
