import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { readExport } from '../../../tests/support/read-export.ts'
import { readableText, stripTokens } from './markup.ts'

const json = (value: unknown) => strToU8(JSON.stringify(value))
const users = [
  { id: 'U1', team_id: 'T1', name: 'ann', profile: { display_name: 'Ann', real_name: 'Ann Lee' } },
  { id: 'U2', team_id: 'T1', name: 'bob', real_name: 'Bob Ray', profile: { display_name: '' } },
]

const exportOf = (days: Record<string, unknown[]>, prefix = ''): Uint8Array =>
  zipSync({
    [`${prefix}channels.json`]: json([
      { id: 'C1', name: 'general', members: ['U1'] },
      { id: 'C2', name: 'quiet', members: [] },
    ]),
    [`${prefix}users.json`]: json(users),
    [`${prefix}dms.json`]: json([{ id: 'D1', members: ['U1', 'U2'] }]),
    ...Object.fromEntries(Object.entries(days).map(([name, list]) => [prefix + name, json(list)])),
  })

test('an export becomes its channels, also the empty ones, folders nobody lists, and named direct messages', async () => {
  const { rooms, format, counts } = await readExport({
    'export.zip': exportOf({
      'general/2024-01-01.json': [
        {
          type: 'message',
          user: 'U1',
          text: 'hi <@U2> &amp; <!here> in <#C1|general>',
          ts: '1704100000.000100',
        },
        {
          type: 'message',
          user: 'U2',
          text: 'yes',
          ts: '1704100001.000200',
          thread_ts: '1704100000.000100',
        },
        {
          type: 'message',
          subtype: 'channel_join',
          user: 'U2',
          text: '<@U2> has joined the channel',
          ts: '1704100002.000000',
        },
        {
          type: 'message',
          user: 'U9',
          text: 'guest',
          user_profile: { real_name: 'Guest Star' },
          ts: '1704100003.000000',
        },
        {
          type: 'message',
          subtype: 'bot_message',
          username: 'deploy',
          bot_id: 'B1',
          text: '',
          attachments: [{ title: 'Build 7', text: 'green' }],
          ts: '1704100004.000000',
        },
        {
          type: 'message',
          user: 'U1',
          text: '',
          blocks: [
            {
              type: 'rich_text',
              elements: [
                {
                  type: 'rich_text_section',
                  elements: [
                    { type: 'text', text: 'from ' },
                    { type: 'user', user_id: 'U2' },
                  ],
                },
              ],
            },
          ],
          ts: '1704100005.000000',
        },
        { type: 'message', subtype: 'message_changed', ts: '1704100006.000000', message: {} },
        {
          type: 'message',
          user: 'U1',
          text: 'file',
          files: [
            { name: 'a.png', mimetype: 'image/png', size: 7 },
            { id: 'F2', mode: 'tombstone' },
          ],
          ts: '1704100007.000000',
        },
      ],
      'unlisted/2024-01-01.json': [
        { type: 'message', user: 'U1', text: 'x', ts: '1704100000.000100' },
      ],
      'D1/2024-01-01.json': [
        { type: 'message', user: 'U1', text: 'psst', ts: '1704100000.000100' },
      ],
    }),
  })
  expect(format).toBe('slack-export')
  expect(rooms.map(({ name, messages }) => [name, messages.length])).toEqual([
    ['general', 7],
    ['quiet', 0],
    ['Ann, Bob Ray', 1],
    ['unlisted', 1],
  ])
  expect(counts).toMatchObject({ messages: 8, system: 1, skipped: 1, unparsed: 0 })
  const [hi, yes, join, guest, bot, blocks, file] = rooms[0]!.messages
  expect(hi).toMatchObject({
    author: 'Ann',
    authorKey: 'U1',
    text: 'hi @Bob Ray & @here in #general',
    at: '2024-01-01T09:06:40.000Z',
    sourceId: '1704100000.000100',
  })
  expect(yes).toMatchObject({ replyTo: '1704100000.000100' })
  expect(join).toMatchObject({ kind: 'system', text: '@Bob Ray has joined the channel' })
  expect(guest!.author).toBe('Guest Star')
  expect(bot).toMatchObject({ author: 'deploy', text: 'Build 7\ngreen' })
  expect(blocks!.text).toBe('from @Bob Ray')
  expect(file!.attachments).toEqual([
    { name: 'a.png', mimeType: 'image/png', bytes: 7 },
    { name: 'F2' },
  ])
})

test('an export one folder down is found, and two exports in one folder are two workspaces', async () => {
  const day = {
    'general/2024-01-01.json': [
      { type: 'message', user: 'U1', text: 'x', ts: '1704100000.000100' },
    ],
  }
  const { counts } = await readExport({ 'a/export.zip': exportOf(day, 'wrapped/') })
  expect(counts).toMatchObject({ messages: 1, unparsed: 0 })
})

test('file links lose their token, other links stay as they are', () => {
  const none = () => undefined
  const plainText = (text: string) =>
    stripTokens(readableText(text, { user: none, channel: none, group: none }))
  const link = 'https://files.slack.com/files-pri/T1-F1/a.png?t=xoxe-123-456-abcdef&download=1'
  expect(stripTokens(link)).toBe('https://files.slack.com/files-pri/T1-F1/a.png?download=1')
  expect(plainText(`<https://files.slack.com/a?t=xoxe-1234567890-abc>`)).not.toContain('xox')
  expect(plainText('<https://example.org/?t=5&amp;x=1|docs>')).toBe(
    'docs (https://example.org/?t=5&x=1)',
  )
  expect(plainText('<mailto:a@b.org|a@b.org> 1 &lt; 2')).toBe('a@b.org 1 < 2')
})
