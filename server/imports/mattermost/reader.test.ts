import { expect, test } from 'vitest'
import { readExport } from '../../../tests/support/read-export.ts'
import { openDatabase } from '../../engines/sqlite/database.ts'

const read = async (name: string, content: unknown) => {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const result = await readExport({ [name]: text })
  return { ...result, messages: result.rooms.flatMap(({ messages }) => messages) }
}

test('Mattermost: replies inside posts answer them, direct messages are rooms of their members', async () => {
  const lines = [
    { type: 'version', version: 1 },
    {
      type: 'channel',
      channel: { team: 't', name: 'town', display_name: 'Town Square', type: 'O' },
    },
    { type: 'user', user: { username: 'ann', first_name: 'Ann', last_name: 'Lee' } },
    {
      type: 'post',
      post: {
        team: 't',
        channel: 'town',
        user: 'ann',
        message: 'hi',
        create_at: 1704099600000,
        replies: [{ user: 'bob', message: 'yes', create_at: 1704099601000 }],
      },
    },
    {
      type: 'post',
      post: {
        team: 't',
        channel: 'town',
        user: 'bob',
        type: 'system_join_channel',
        message: 'bob joined',
        create_at: 1704099602000,
      },
    },
    {
      type: 'direct_post',
      direct_post: {
        channel_members: ['bob', 'ann'],
        user: 'bob',
        message: 'psst',
        create_at: 1704099603000,
      },
    },
  ]
  const { rooms, counts } = await read(
    'data.jsonl',
    lines.map((line) => JSON.stringify(line)).join('\n'),
  )
  expect(rooms.map(({ name, messages }) => [name, messages.length])).toEqual([
    ['Town Square', 3],
    ['Ann Lee, bob', 1],
  ])
  expect(rooms[0]!.messages[1]).toMatchObject({
    author: 'bob',
    text: 'yes',
    replyTo: rooms[0]!.messages[0]!.sourceId,
  })
  expect(counts).toMatchObject({ messages: 3, system: 1, unparsed: 0 })
})

test('Mattermost: what a webhook says stands in its props, also where they are text', async () => {
  const post = (n: number, extra: object) =>
    JSON.stringify({
      type: 'post',
      post: {
        team: 't',
        channel: 'c',
        user: 'bot',
        message: '',
        create_at: 1704099600000 + n,
        ...extra,
      },
    })
  const { messages } = await read(
    'import.jsonl',
    [
      '{"type":"version","version":1}',
      post(1, {
        props: { override_username: 'deploy', attachments: [{ pretext: 'Build', text: 'green' }] },
      }),
      post(2, { props: JSON.stringify({ attachments: [{ fallback: 'red' }] }) }),
      post(3, { props: '{broken', message: 'plain', attachments: null, replies: null }),
    ].join('\n'),
  )
  expect(messages.map(({ author, text }) => [author, text])).toEqual([
    ['deploy', 'Build\ngreen'],
    ['bot', 'red'],
    ['bot', 'plain'],
  ])
})

const post = (extra: object) => ({
  type: 'post',
  post: { team: 't', channel: 'c', user: 'ann', message: '', create_at: 1704099600000, ...extra },
})
const lines = (...posts: object[]) =>
  [{ type: 'version', version: 1 }, ...posts].map((line) => JSON.stringify(line)).join('\n')

test('Mattermost: what programs attach stands beside the message, its fall-back only for nothing else', async () => {
  const { messages } = await read(
    'data.jsonl',
    lines(
      post({
        message: 'Run',
        props: {
          attachments: [
            {
              fallback: 'no',
              pretext: 'Nightly',
              author_name: 'ci',
              title: 'Run 7',
              title_link: 'https://ci.example/7',
              text: 'failed',
              fields: [
                { title: 'Tries', value: 2 },
                { title: 'Slow', value: true },
                { title: '', value: 'alone' },
              ],
            },
          ],
        },
      }),
      post({ create_at: 1704099600001, props: '{"attachments":[{"fallback":"only this"}]}' }),
    ),
  )
  expect(messages.map(({ text }) => text)).toEqual([
    'Run\nNightly\nci\nRun 7 (https://ci.example/7)\nfailed\nTries: 2\nSlow: true\nalone',
    'only this',
  ])
})

test('Mattermost: two posts of one person in one millisecond are two, with answers of their own', async () => {
  const twins = lines(
    post({ message: 'same', replies: [{ user: 'bob', message: 'one', create_at: 1704099605000 }] }),
    post({ message: 'same', replies: [{ user: 'bob', message: 'two', create_at: 1704099606000 }] }),
  )
  const { messages, counts } = await read('data.jsonl', twins)
  expect(counts).toMatchObject({ messages: 4, duplicates: 0 })
  const ids = messages.filter(({ text }) => text === 'same').map(({ sourceId }) => sourceId)
  expect(new Set(ids).size).toBe(2)
  expect(messages.filter(({ replyTo }) => replyTo !== null).map(({ replyTo }) => replyTo)).toEqual(
    ids,
  )
})

test('Mattermost: the second post of a millisecond is added by a later export, and nothing is doubled', async () => {
  const db = openDatabase(':memory:', { migrate: true })
  const [first, second] = [post({ message: 'a' }), post({ message: 'b' })]
  await readExport({ 'data.jsonl': lines(first) }, { db })
  const again = await readExport({ 'data.jsonl': lines(first, second) }, { db, importId: 2 })
  expect(again.counts).toMatchObject({ messages: 1, duplicates: 1 })
  expect(again.rooms[0]!.messages.map(({ text }) => text)).toEqual(['a', 'b'])
  db.close()
})
