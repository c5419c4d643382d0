import { expect, test } from 'vitest'
import { readExport } from '../../../tests/support/read-export.ts'

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

test('Zulip archive: names come from the index, also after a rename, and formulas are read as typed', async () => {
  const katex =
    '<p>so <span class="katex"><span class="katex-mathml"><math><semantics><mrow>x2</mrow>' +
    '<annotation encoding="application/x-tex">x^2</annotation></semantics></math></span>' +
    '<span class="katex-html" aria-hidden="true"><span class="base">x<span>2</span></span></span></span> it is</p>'
  const { rooms } = await readExport({
    'archive/stream_index.json': JSON.stringify({
      time: 1,
      streams: { 'on-call': { id: 5 }, 'TK Labels': { id: 6 }, 'TK Labels (old)': { id: 6 } },
    }),
    'archive/5-on-call/.20start.json': JSON.stringify([
      { id: 1, sender_full_name: 'Ann', content: katex, timestamp: 1704099600 },
    ]),
    'archive/6-TK-Labels/a.json': JSON.stringify([
      { id: 2, sender_full_name: 'Ann', content: 'one', timestamp: 1704099600 },
    ]),
    'archive/6-TK-Labels-(old)/a.json': JSON.stringify([
      { id: 2, sender_full_name: 'Ann', content: 'one', timestamp: 1704099600 },
    ]),
  })
  expect(rooms.map(({ name, messages }) => [name, messages.length])).toEqual([
    ['on-call', 1],
    ['TK Labels', 1],
  ])
  expect(rooms[0]!.messages[0]!.text).toBe('[ start] so x^2 it is')
})

test('Zulip: the message interface gives HTML or Markdown, and direct messages by person', async () => {
  const message = (id: number, extra: object) => ({
    id,
    sender_id: 1,
    sender_full_name: 'Ann',
    type: 'private',
    display_recipient: [
      { id: 2, full_name: 'Bob' },
      { id: 1, full_name: 'Ann' },
    ],
    subject: '',
    content: '<p>a &lt; b</p>',
    content_type: 'text/html',
    timestamp: 1704099600 + id,
    ...extra,
  })
  const { rooms } = await readExport({
    'messages.json': JSON.stringify({
      messages: [
        message(1, {}),
        message(2, { content: 'a &lt; <b>', content_type: 'text/x-markdown' }),
      ],
    }),
  })
  expect(rooms[0]).toMatchObject({ name: 'Bob, Ann' })
  expect(rooms[0]!.messages.map(({ text }) => text)).toEqual(['a < b', 'a &lt; <b>'])
})
