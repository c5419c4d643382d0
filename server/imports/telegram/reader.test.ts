import { describe, expect, test } from 'vitest'
import { readExport } from '../../../tests/support/read-export.ts'

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

test('an account without a kind of chat, numeric authors, answers to other chats, lists and games', async () => {
  const { messages, format } = await read('result.json', {
    name: 'Old',
    type: '',
    id: 4,
    messages: [
      {
        id: 1,
        type: 'message',
        date: '2019-03-01T10:00:00',
        from: 'Ann',
        from_id: 4294967297,
        text: 'old',
      },
      {
        id: 2,
        type: 'message',
        date: '2019-03-01T10:00:01',
        from: 'Ann',
        from_id: 4294967297,
        reply_to_message_id: 1,
        reply_to_peer_id: 'channel9',
        text: 'elsewhere',
      },
      {
        id: 3,
        type: 'message',
        date: '2019-03-01T10:00:02',
        date_unixtime: '0000000000',
        from: 'Ann',
        text: '',
        todo_list: { title: 'Buy', answers: [{ text: 'rope' }] },
      },
      {
        id: 4,
        type: 'message',
        date: '2019-03-01T10:00:03',
        from: 'Ann',
        text: '',
        game_title: 'Chess',
      },
    ],
  })
  expect(format).toBe('telegram-json')
  expect(messages.map(({ text }) => text)).toEqual([
    'old',
    'elsewhere',
    'List: Buy\n- rope',
    'Game: Chess',
  ])
  expect(messages[0]).toMatchObject({ at: '2019-03-01T10:00:00.000Z', authorKey: '4294967297' })
  expect(messages[1]!.replyTo).toBeNull()
  expect(messages[2]!.at).toBe('2019-03-01T10:00:02.000Z')
})
