import { expect, test } from 'vitest'
import { readExport } from '../../../tests/support/read-export.ts'

const event = (n: number, content: object, extra: object = {}) => ({
  type: 'm.room.message',
  sender: '@ann:x.org',
  content: { msgtype: 'm.text', ...content },
  room_id: '!r',
  origin_server_ts: 1704099600000 + n * 1_000,
  event_id: `$${n}`,
  ...extra,
})

const edit = (n: number, target: number, body: string, extra: object = {}) =>
  event(
    n,
    {
      body: ` * ${body}`,
      'm.new_content': { msgtype: 'm.text', body },
      'm.relates_to': { rel_type: 'm.replace', event_id: `$${target}` },
    },
    extra,
  )

const read = async (files: Record<string, object[]>) => {
  const { rooms, counts, warnings } = await readExport(
    Object.fromEntries(
      Object.entries(files).map(([name, messages]) => [
        name,
        JSON.stringify({ room_creator: '@ann:x.org', export_date: '1/1/2024', messages }),
      ]),
    ),
  )
  const messages = rooms.flatMap((room) => room.messages)
  return {
    counts,
    warnings,
    said: messages.map(({ at, text, sourceId }) => [at.slice(17, 19), text, sourceId]),
    messages,
  }
}

test('an edited message is one message, at its first time and with its last words', async () => {
  const { said, counts } = await read({
    'a.json': [
      event(1, { body: 'on Tusday' }),
      event(2, { body: 'other' }),
      edit(3, 1, 'on Tuesday'),
      edit(4, 1, 'on Thursday'),
    ],
  })
  expect(said).toEqual([
    ['01', 'on Thursday', '$1'],
    ['02', 'other', '$2'],
  ])
  expect(counts).toMatchObject({ messages: 2, skipped: 2, unparsed: 0, duplicates: 0 })
})

test('an edit counts wherever it stands: before the message, in another file, or as an edit of an edit', async () => {
  const before = await read({ 'a.json': [edit(3, 1, 'new'), event(1, { body: 'old' })] })
  expect(before.said).toEqual([['01', 'new', '$1']])
  const files = await read({ 'a.json': [event(1, { body: 'old' })], 'b.json': [edit(3, 1, 'new')] })
  expect(files.said).toEqual([['01', 'new', '$1']])
  const chain = await read({
    'a.json': [event(1, { body: 'old' }), edit(2, 1, 'newer'), edit(3, 2, 'newest')],
  })
  expect(chain.said).toEqual([['01', 'newest', '$1']])
  expect(chain.counts).toMatchObject({ messages: 1, skipped: 2 })
})

test('of two edits the later one counts, whatever their order in the file', async () => {
  const { said } = await read({
    'a.json': [edit(9, 1, 'later'), event(1, { body: 'old' }), edit(3, 1, 'earlier')],
  })
  expect(said).toEqual([['01', 'later', '$1']])
})

test('an edit by somebody else, a deleted edit, and an edit of a deleted message change nothing', async () => {
  const { said, counts } = await read({
    'a.json': [
      event(1, { body: 'mine' }),
      edit(2, 1, 'forged', { sender: '@eve:x.org' }),
      event(3, { body: 'kept' }),
      edit(4, 3, 'taken back'),
      { ...event(5, {}), type: 'm.room.redaction', redacts: '$4', content: {} },
      { ...event(6, {}), content: {} },
      edit(7, 6, 'from the dead'),
    ],
  })
  expect(said.map(([, text]) => text)).toEqual(['mine', 'kept', 'Message deleted'])
  expect(counts).toMatchObject({ messages: 2, system: 1, skipped: 4, unparsed: 0 })
})

test('edits of a message that the export does not have are one message with the last words', async () => {
  const { said, messages, counts } = await read({
    'a.json': [edit(3, 1, 'first'), edit(4, 1, 'last'), event(5, { body: 'next' })],
  })
  expect(said).toEqual([
    ['04', 'last', '$1'],
    ['05', 'next', '$5'],
  ])
  expect(messages[0]!.replyTo).toBeNull()
  expect(counts).toMatchObject({ messages: 2, skipped: 1 })
})

test('an edited answer still answers, and an edit that is only formatted or lacks its new content is read', async () => {
  const { messages } = await read({
    'a.json': [
      event(1, { body: 'q' }),
      event(2, { body: 'a', 'm.relates_to': { 'm.in_reply_to': { event_id: '$1' } } }),
      event(3, {
        body: ' * b',
        'm.new_content': { msgtype: 'm.text', formatted_body: '<b>bold</b> &amp; more' },
        'm.relates_to': { rel_type: 'm.replace', event_id: '$2' },
      }),
      event(4, { body: 'c' }),
      event(5, { body: ' * d', 'm.relates_to': { rel_type: 'm.replace', event_id: '$4' } }),
    ],
  })
  expect(messages.map(({ text, replyTo }) => [text, replyTo])).toEqual([
    ['q', null],
    ['bold & more', '$1'],
    ['d', null],
  ])
})

test('of an edit beside the event and one that follows, the newer one counts', async () => {
  const bundled = (at: number) => ({
    unsigned: {
      'm.relations': {
        'm.replace': {
          origin_server_ts: 1704099600000 + at * 1_000,
          content: { 'm.new_content': { msgtype: 'm.text', body: 'bundled' } },
        },
      },
    },
  })
  const older = await read({ 'a.json': [event(1, { body: 'a' }, bundled(2)), edit(3, 1, 'own')] })
  expect(older.said[0]![1]).toBe('own')
  const newer = await read({ 'a.json': [event(1, { body: 'a' }, bundled(4)), edit(3, 1, 'own')] })
  expect(newer.said[0]![1]).toBe('bundled')
})

test('an edit that cannot be decrypted is told, and the message stays as it was', async () => {
  const { said, warnings } = await read({
    'a.json': [
      event(1, { body: 'old' }),
      {
        ...event(2, {}),
        type: 'm.room.encrypted',
        content: { 'm.relates_to': { rel_type: 'm.replace', event_id: '$1' } },
      },
    ],
  })
  expect(said).toEqual([['01', 'old', '$1']])
  expect(warnings.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['undecryptable', 'edit_log']),
  )
})
