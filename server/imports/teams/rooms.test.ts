import { expect, test } from 'vitest'
import { readExport } from '../../../tests/support/read-export.ts'

const [ann, bob] = ['11111111-0000-0000-0000-000000000001', '22222222-0000-0000-0000-000000000002']
const direct = `19:${ann}_${bob}@unq.gbl.spaces`

const message = (id: number, extra: object) => ({
  Id: String(id),
  MessageType: 'message',
  CreatedDateTime: '2024-01-01T10:00:00+00:00',
  From: { User: { Id: 'u1', DisplayName: 'Zoe' } },
  Body: { ContentType: 'text', Content: `m${id}` },
  Attachments: [],
  ...extra,
})
const by = (Id: string, DisplayName: string | null) => ({ From: { User: { Id, DisplayName } } })

test('a direct message is named by the list of users, or by those who speak in it', async () => {
  const listed = await readExport({
    'users/usersList.json': JSON.stringify([
      { Id: ann, DisplayName: 'Ann' },
      { Id: bob, DisplayName: 'Bob' },
    ]),
    'users/a/messages_a.json': JSON.stringify([message(1, { ChatId: direct, ...by(ann, null) })]),
  })
  expect(listed.rooms.map(({ name }) => name)).toEqual(['Ann, Bob'])
  const spoken = await readExport({
    'users/usersList.json': '[]',
    'users/a/messages_a.json': JSON.stringify([
      message(1, { ChatId: direct, ...by(bob, 'Bob') }),
      message(2, { ChatId: direct, ...by(ann, 'Ann') }),
    ]),
  })
  expect(spoken.rooms.map(({ name, messages }) => [name, messages.length])).toEqual([
    ['Ann, Bob', 2],
  ])
})

test('a group is named by its people, the first five, and a chat without any by its id', async () => {
  const people = ['Fay', 'Eve', 'Dan', 'Cid', 'Ben', 'Ada']
  const { rooms } = await readExport({
    'messages.json': JSON.stringify([
      ...people.map((name, n) => message(n, { ChatId: '19:g@thread.v2', ...by(name + n, name) })),
      message(9, { ChatId: '19:empty@thread.v2', From: null, MessageType: 'systemEventMessage' }),
    ]),
  })
  expect(rooms.map(({ name, messages }) => [name, messages.length])).toEqual([
    ['Ada, Ben, Cid, Dan, Eve, +1', 6],
    ['Chat 19:empty@thread.v2', 1],
  ])
})

test('a chat with more messages than are kept until it has a name loses none', async () => {
  const { rooms, counts } = await readExport({
    'messages.json': JSON.stringify(
      Array.from({ length: 12_000 }, (_, n) =>
        message(n, { ChatId: `19:${n % 40 === 0 ? 'big' : `c${n % 400}`}@thread.v2` }),
      ),
    ),
  })
  expect(counts).toMatchObject({ messages: 12_000, duplicates: 0, unparsed: 0 })
  expect(new Set(rooms.map(({ name }) => name))).toEqual(new Set(['Zoe']))
})

test('two channels of one name are told apart by their teams', async () => {
  const channel = (id: string, team: string) => ({
    ChannelIdentity: { ChannelId: id, TeamId: team },
  })
  const { rooms } = await readExport({
    'teams/teamsList.json': JSON.stringify([
      { Name: 'Core', GroupsId: 't1' },
      { Name: 'Sales', GroupsId: 't2' },
    ]),
    'teams/t1/channels_t1.json': JSON.stringify([{ Id: '19:a', DisplayName: 'General' }]),
    'teams/t2/channels_t2.json': JSON.stringify([{ Id: '19:b', DisplayName: 'General' }]),
    'teams/t1/messages_t1.json': JSON.stringify([message(1, channel('19:a', 't1'))]),
    'teams/t2/messages_t2.json': JSON.stringify([
      message(2, channel('19:b', 't2')),
      message(3, channel('19:gone', 't2')),
    ]),
  })
  expect(rooms.map(({ name }) => name)).toEqual([
    'Core / General',
    'Sales / General',
    'Sales / Channel 19:gone',
  ])
})

test('times of Windows PowerShell are read, alone and among properties; an unreadable one is told', async () => {
  const { rooms, counts, warnings } = await readExport({
    'messages.json': JSON.stringify([
      message(1, { ChatId: '19:x', CreatedDateTime: '/Date(1704103200000)/' }),
      message(2, {
        ChatId: '19:x',
        CreatedDateTime: { value: '/Date(1704103201000+0100)/', DateTime: 'Monday' },
        DeletedDateTime: '/Date(-62135596800000)/',
      }),
      message(3, { ChatId: '19:x', CreatedDateTime: 'soon' }),
    ]),
  })
  expect(rooms[0]!.messages.map(({ at, kind }) => [at, kind])).toEqual([
    ['2024-01-01T10:00:00.000Z', 'message'],
    ['2024-01-01T10:00:01.000Z', 'message'],
    ['2024-01-01T10:00:01.000Z', 'message'],
  ])
  expect(counts.repaired).toBe(1)
  expect(warnings.map(({ code }) => code)).toEqual(['unreadable_time'])
})

test('a forwarded message keeps its words and author beside a comment; a quoted one is not said again', async () => {
  const attachment = (ContentType: string, content: unknown, asText = true) => ({
    Id: '5',
    ContentType,
    Content: asText ? JSON.stringify(content) : content,
  })
  const forward = {
    originalMessageContent: '<p>key at the <b>desk</b> &eacute;</p>',
    originalMessageSender: { application: { displayName: 'Porter' } },
  }
  const { rooms } = await readExport({
    'messages.json': JSON.stringify([
      message(1, {
        ChatId: '19:x',
        Body: { ContentType: 'html', Content: '<p>see</p><attachment id="5"></attachment>' },
        Attachments: [attachment('forwardedMessageReference', forward)],
      }),
      message(2, {
        ChatId: '19:x',
        Body: { ContentType: 'html', Content: '' },
        Attachments: [
          attachment('forwardedMessageReference', { originalMessageContent: 'plain' }, false),
        ],
      }),
      message(3, {
        ChatId: '19:x',
        Attachments: [
          attachment('messageReference', { messagePreview: 'quoted', messageSender: {} }),
          { Id: 'p', ContentType: 'image/png', Name: 'a.png', Content: null },
        ],
      }),
    ]),
  })
  expect(rooms[0]!.messages.map(({ text, replyTo }) => [text, replyTo])).toEqual([
    ['see\nForwarded from Porter:\nkey at the desk é', null],
    ['Forwarded:\nplain', null],
    ['m3', '5'],
  ])
  expect(rooms[0]!.messages[2]!.attachments).toEqual([{ name: 'a.png' }])
})
