import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readExport } from '../../../tests/support/read-export.ts'

const lines = (...records: unknown[]): string =>
  records.map((record) => JSON.stringify(record)).join('\n') + '\n'
const said = (ts: string, text: string, more: object = {}) => ({
  type: 'message',
  channel: 'C0DOCK',
  user: 'U0ANNA01',
  ts,
  text,
  ...more,
})
const users = [{ id: 'U0ANNA01', name: 'anna', profile: { display_name: 'Anna' } }]

test('an event log gives each message as it was last, and counts all else as left out', async () => {
  const { rooms, counts, format } = await readExport({
    'events.jsonl': lines(
      { type: 'hello' },
      said('1772534401.000100', 'tide at 4'),
      { type: 'user_typing', channel: 'C0DOCK', user: 'U0ANNA01' },
      said('1772534402.000100', 'ok'),
      {
        type: 'message',
        subtype: 'message_changed',
        channel: 'C0DOCK',
        ts: '1772534403.000100',
        message: { type: 'message', user: 'U0ANNA01', text: 'tide at 5', ts: '1772534401.000100' },
      },
      {
        type: 'message',
        subtype: 'message_changed',
        channel: 'C0DOCK',
        ts: '1772534404.000100',
        message: {
          type: 'message',
          user: 'U0ANNA01',
          text: 'from yesterday',
          ts: '1772400000.0001',
        },
      },
      {
        type: 'message',
        subtype: 'message_deleted',
        channel: 'C0DOCK',
        deleted_ts: '1772534402.000100',
      },
      { type: 'event_callback', event: said('1772534405.000100', 'wrapped') },
      {
        envelope_id: '1',
        type: 'events_api',
        payload: { event: said('1772534406.000100', 'twice') },
      },
      { type: 'reaction_added', user: 'U0ANNA01', item: { channel: 'C0DOCK' } },
      { ok: true, reply_to: 1, ts: '1772534407.000100', text: 'x' },
    ),
  })
  expect(format).toBe('slack-events')
  expect(rooms.map(({ name }) => name)).toEqual(['C0DOCK'])
  expect(rooms[0]!.messages.map(({ text }) => text)).toEqual([
    'from yesterday',
    'tide at 5',
    'ok',
    'wrapped',
    'twice',
  ])
  expect(counts).toMatchObject({ messages: 5, skipped: 6, unparsed: 0, duplicates: 0 })
})

test('an archive of slackdump is read with its names, packed or not, and threads once', async () => {
  const chunk = (t: number, more: object) => ({ t, ts: 1772534401000000, ...more })
  const root = {
    type: 'message',
    user: 'U0ANNA01',
    ts: '1772534401.000100',
    text: 'hi <@U0BEN002>',
  }
  const { rooms, counts, format } = await readExport({
    'dump/C0DOCK.json.gz': gzipSync(
      lines(
        chunk(5, { id: 'C0DOCK', ci: { id: 'C0DOCK', name: 'dock' } }),
        chunk(0, { id: 'C0DOCK', n: 1, m: [root] }),
        chunk(1, {
          id: 'C0DOCK',
          r: root.ts,
          p: root,
          m: [{ ...root, ts: '1772534402.000100', thread_ts: root.ts, text: 'reply' }],
        }),
        chunk(2, { id: 'C0DOCK', p: root, f: [{ id: 'F1', name: 'a.png' }] }),
      ),
    ),
    'dump/D0ANNA.json': lines(
      chunk(5, { id: 'D0ANNA', ci: { id: 'D0ANNA', is_im: true, user: 'U0BEN002' } }),
      chunk(0, { id: 'D0ANNA', m: [{ ...root, text: 'psst' }, { type: 'presence' }] }),
    ),
    'dump/users.json.gz': gzipSync(
      lines(chunk(3, { u: [...users, { id: 'U0BEN002', name: 'ben', real_name: 'Ben' }] })),
    ),
    'dump/channels.json.gz': gzipSync(
      lines(
        chunk(4, {
          ch: [
            { id: 'C0DOCK', name: 'dock' },
            { id: 'C0OTHER', name: 'other' },
          ],
        }),
      ),
    ),
  })
  expect(format).toBe('slackdump-archive')
  expect(rooms.map(({ name, messages }) => [name, messages.map(({ text }) => text)])).toEqual([
    ['dock', ['hi @Ben', 'reply']],
    ['Ben', ['psst']],
  ])
  expect(rooms[0]!.messages[1]).toMatchObject({ author: 'Anna', replyTo: '1772534401.000100' })
  expect(counts).toMatchObject({ messages: 3, unparsed: 1, duplicates: 0 })
})

test('files of channels lie at the top of an export, alone, or beside its lists; nothing is left unread', async () => {
  const list = (text: string) => JSON.stringify([said('1772534401.000100', text)])
  const { rooms, counts } = await readExport({
    'team/users.json': JSON.stringify(users),
    'team/channels.json': JSON.stringify([{ id: 'C0DOCK', name: 'dock' }]),
    'team/dock.json': list('at the top'),
    'team/mole.json': list('nobody lists it'),
    'team/pier/2026-03.json': list('a month'),
    'team/events.log': lines(said('1772534409.000100', 'an event')),
    'team/dock/attachments/F1-old.json': list('was sent'),
    'team/canvases.json': '[]',
    'other/pale.json': list('elsewhere'),
  })
  expect(
    Object.fromEntries(rooms.map(({ name, messages }) => [name, messages.map(({ text }) => text)])),
  ).toEqual({
    dock: ['at the top', 'an event'],
    mole: ['nobody lists it'],
    pier: ['a month'],
    pale: ['elsewhere'],
  })
  expect(rooms[0]!.messages.map(({ author }) => author)).toEqual(['Anna', 'Anna'])
  expect(counts).toMatchObject({ messages: 5, unparsed: 0 })
})

test('an answer of the web API is a conversation, named by what stands in it or by its file', async () => {
  const messages = [said('1772534402.000100', 'second'), said('1772534401.000100', 'first')]
  const { rooms, counts } = await readExport({
    'api/pier.json': JSON.stringify({ ok: true, messages, has_more: false }),
    'api/x.json': JSON.stringify({ channel: { id: 'C0DOCK', name: 'dock' }, messages }),
  })
  expect(rooms.map(({ name, messages: list }) => [name, list.map(({ text }) => text)])).toEqual([
    ['pier', ['first', 'second']],
    ['dock', ['first', 'second']],
  ])
  expect(counts).toMatchObject({ messages: 4, unparsed: 0 })
})

test('a record nested without end is one unparsed record, and the rest of the file is read', async () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000)
  const [first, last] = [said('1772534401.000100', 'a'), said('1772534402.000100', 'b')]
  const { rooms, counts } = await readExport({
    'dock/2026-03-03.json': `[${JSON.stringify(first)},{"type":"presence","x":${deep}},${JSON.stringify(last)}]`,
  })
  expect(rooms[0]!.messages.map(({ text }) => text)).toEqual(['a', 'b'])
  expect(counts).toMatchObject({ messages: 2, unparsed: 1 })
})
