import { zipSync } from 'fflate'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readExport, type ReadExport, type ReadMessage } from '../support/read-export.ts'

/**
 * Exports of Slack and Discord that were read wrong once. They are not part of the repository;
 * without them these tests say so and are skipped.
 */
const cases = join(import.meta.dirname, '..', '..', '..', 'shared', 'cases')
const present = existsSync(cases)
if (!present) console.warn(`SKIPPED: no cases in ${cases}; only our own samples were tested.`)

function filesOf(name: string): Record<string, Uint8Array> {
  const folder = join(cases, name)
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    files
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name))
      .map((path) => [relative(join(folder, '..'), path), readFileSync(path)]),
  )
}

const read = (name: string): Promise<ReadExport> => readExport(filesOf(name))
const messagesOf = ({ rooms }: ReadExport): ReadMessage[] =>
  rooms.flatMap(({ messages }) => messages)
const sizes = ({ rooms }: ReadExport) =>
  Object.fromEntries(rooms.map(({ name, messages }) => [name, messages.length]))

describe.skipIf(!present)('cases of Slack and Discord', () => {
  test('slack-blocks: every block is in the message, once, and bots are marked as bots', async () => {
    const messages = messagesOf(await read('slack-blocks'))
    expect(messages.map(({ author, isBot, text }) => [author, isBot, text])).toEqual([
      [
        'Deploy Bot',
        true,
        'New deployment\n*Service:* billing\n*Result:* failed at step 4\n*Version*\n2.4.1\n*By*\nmira',
      ],
      ['Tracker', true, 'Ticket OPS-12 was closed by Jon\nPriority: high'],
      ['Numbers', true, 'Model | Cost\nSmall | 15'],
      ['Mira', false, 'Ask @S01OPS by Mar 2 colour #ff0000'],
      ['Helper', true, 'Load\nLoad graph\n**AI answer**: use valve 3\nHow to bleed it\na film'],
      ['Pager', true, 'Prom\nDiskFull\ndb-7 is at 99%\nSince: 04:10\ncluster 4'],
    ])
  })

  test('slack-channel-files-at-the-top: each file of a channel is a room, in a folder and in a zip', async () => {
    const files = filesOf('slack-channel-files-at-the-top')
    const bare = Object.entries(files).map(([path, bytes]) => [path.split('/').at(-1), bytes])
    const inFolder = await readExport(files)
    const inZip = await readExport({ 'export.zip': zipSync(Object.fromEntries(bare)) })
    for (const result of [inFolder, inZip]) {
      expect(sizes(result)).toEqual({ chan1: 2, chan2: 1 })
      expect(result.counts).toMatchObject({ messages: 3, unparsed: 0, duplicates: 0 })
    }
  })

  test('slack-event-lines: messages of an event log go into their channel, other events are counted', async () => {
    const result = await read('slack-event-lines')
    expect(sizes(result)).toEqual({ C1: 2 })
    expect(result.counts).toMatchObject({ messages: 2, skipped: 1, unparsed: 0 })
    expect(messagesOf(result)[1]).toMatchObject({
      text: 'hi @U1',
      replyTo: '1517385600.000001',
    })
  })

  test('slack-shared-message: what was forwarded is said, with its author and file; a link stays a link', async () => {
    const messages = messagesOf(await read('slack-shared-message'))
    expect(messages.map(({ text }) => text)).toEqual([
      'Forwarded from Jon P in #plant:\nThe pump in hall 3 leaks, please send somebody',
      'deal with this\nForwarded from Jon P:\nBudget was cut to 40k',
      'https://example.org/a',
    ])
    expect(messages[0]?.attachments).toEqual([
      { name: 'pump.jpg', mimeType: 'image/jpeg', bytes: 1000 },
    ])
  })

  test('discord-csv-folders: pages in folders are rooms named by their folder, never mixed', async () => {
    const result = await read('discord-csv-folders')
    expect(sizes(result)).toEqual({ alpha: 3, beta: 1 })
    expect(result.counts).toMatchObject({ messages: 4, unparsed: 0, repaired: 0 })
    expect(result.rooms.find(({ name }) => name === 'beta')?.messages[0]?.text).toBe('in beta')
  })

  test('discord-embeds: cards stand beside words and in forwards; the preview of a link stays out', async () => {
    const result = await read('discord-embeds')
    const texts = messagesOf(result).map(({ text }) => text)
    const card =
      'CI Server\nBuild 812 failed\nStep test broke in 3 places\nBranch: main\nrunner 7\nhttps://ci.example/812'
    expect(texts).toEqual([
      `@here\n${card}`,
      card,
      `Forwarded:\n${card}`,
      'see https://example.org/x',
    ])
    expect(messagesOf(result).every(({ isBot }) => isBot)).toBe(true)
  })
})
