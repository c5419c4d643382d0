import { expect, test } from 'vitest'
import { readExport } from '../../../tests/support/read-export.ts'

const read = async (name: string, content: unknown) => {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const result = await readExport({ [name]: text })
  return { ...result, messages: result.rooms.flatMap(({ messages }) => messages) }
}

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

test('Teams: channels and users of the PowerShell export give names, deleted messages say so, quotes are answers', async () => {
  const message = (id: number, extra: object) => ({
    Id: String(1704099600000 + id),
    MessageType: 'message',
    CreatedDateTime: '2024-01-01T10:00:00+00:00',
    ChannelIdentity: { ChannelId: '19:abc@thread.tacv2', TeamId: 't1' },
    From: { User: { Id: 'u1', DisplayName: null } },
    Body: { ContentType: 'text', Content: `m${id}` },
    Attachments: [],
    ...extra,
  })
  const { rooms, counts } = await readExport({
    'x/teams/teamsList.json': JSON.stringify([{ Name: 'T', GroupsId: 't1' }]),
    'x/teams/t1/channels_t1.json': JSON.stringify([
      { Id: '19:abc@thread.tacv2', DisplayName: 'General' },
    ]),
    'x/teams/t1/messages_t1.json': JSON.stringify([
      message(1, {}),
      message(2, {
        Attachments: [
          { Id: '1704099600001', ContentType: 'messageReference', Content: '{}' },
          { Id: 'f', ContentType: 'reference', Name: 'plan.docx' },
        ],
      }),
      message(3, {
        DeletedDateTime: '2024-01-02T10:00:00+00:00',
        Body: { ContentType: 'html', Content: '' },
      }),
      message(4, {
        Body: { ContentType: 'html', Content: '<attachment id="c"></attachment>' },
        Attachments: [
          {
            Id: 'c',
            ContentType: 'application/vnd.microsoft.card.adaptive',
            Content: '{"body":[{"text":"Build is green"}]}',
          },
        ],
      }),
    ]),
    'x/teams/t1/teamMembers_t1.json': '[]',
    'x/users/usersList.json': JSON.stringify([{ Id: 'u1', DisplayName: 'Ann' }]),
  })
  expect(rooms.map(({ name }) => name)).toEqual(['T / General'])
  expect(rooms[0]!.messages.map(({ kind, author, text }) => [kind, author, text])).toEqual([
    ['message', 'Ann', 'm1'],
    ['message', 'Ann', 'm2'],
    ['system', 'Ann', 'Message deleted'],
    ['message', 'Ann', 'Build is green'],
  ])
  expect(rooms[0]!.messages[1]).toMatchObject({
    replyTo: '1704099600001',
    attachments: [{ name: 'plan.docx' }],
  })
  expect(counts).toMatchObject({ messages: 3, system: 1, unparsed: 0 })
})

test('Teams: pages of Graph are in camelCase and may nest replies', async () => {
  const graph = (id: string, extra: object) => ({
    id,
    messageType: 'message',
    createdDateTime: '2024-01-01T10:00:00Z',
    chatId: '19:x',
    from: { user: { id: 'u1', displayName: 'Ann' } },
    body: { contentType: 'html', content: `<p>${id}</p>` },
    ...extra,
  })
  const { messages } = await read('page1.json', {
    '@odata.nextLink': 'https://graph/next',
    value: [graph('1', { replies: [graph('2', { replyToId: '1' })] })],
  })
  expect(messages.map(({ text, replyTo }) => [text, replyTo])).toEqual([
    ['1', null],
    ['2', '1'],
  ])
})

test('Teams: dates with dots have the day in front, those with slashes are American', async () => {
  const message = (id: string, createdDateTime: string) => ({
    id,
    chatId: 'c',
    createdDateTime,
    body: { content: id },
  })
  const found = await readExport(
    {
      'messages.json': JSON.stringify({
        value: [message('1', '02.03.2026 10:06:00'), message('2', '3/2/2026 10:07:00 AM')],
      }),
    },
    { timeZone: 'UTC' },
  )
  expect(found.rooms[0]!.messages.map(({ at }) => at)).toEqual([
    '2026-03-02T10:06:00.000Z',
    '2026-03-02T10:07:00.000Z',
  ])
})
