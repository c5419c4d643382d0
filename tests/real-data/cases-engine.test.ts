import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runImport } from '../../server/imports/import-run.ts'
import { openDatabase } from '../../server/engines/sqlite/database.ts'
import { sqliteMessages } from '../../server/engines/sqlite/messages.ts'
import { openBuffer } from '../../server/imports/reading/buffer.ts'

/** Inputs of reported trouble; they are not part of the repository. */
const cases = join(import.meta.dirname, '..', '..', '..', 'shared', 'cases')
const present = existsSync(cases)
if (!present)
  console.warn(`SKIPPED: no reported cases in ${cases}; only invented samples were read.`)

async function read(path: string) {
  const db = openDatabase(':memory:', { migrate: true })
  try {
    const buffer = openBuffer(sqliteMessages(db), 1)
    const name = path.split('/').at(-1)!
    const result = await runImport({ paths: [path], name }, buffer, new AbortController().signal)
    const rooms = db.prepare('SELECT name FROM rooms ORDER BY name').all() as { name: string }[]
    return { ...result, rooms: rooms.map((room) => room.name) }
  } finally {
    db.close()
  }
}

describe.skipIf(!present)('reported cases of reading', () => {
  const sent: Record<string, { room: string; messages: number; files: string[] }> = {
    whatsapp: { room: 'Depot', messages: 4, files: ['old.txt', 'prices.csv'] },
    telegram: { room: 'Club', messages: 1, files: ['table.csv'] },
    discord: { room: 'files', messages: 1, files: ['chat-CD34.txt', 'log-AB12.csv'] },
    matrix: { room: 'Lab2', messages: 1, files: ['list.csv'] },
  }

  test('every kind of export with sent files has its expectation here', () => {
    expect(readdirSync(join(cases, 'sent-files')).sort()).toEqual(Object.keys(sent).sort())
  })

  test.each(Object.entries(sent))(
    'files sent in a chat of %s are no rooms, and are named as left out',
    async (folder, { room, messages, files }) => {
      const { rooms, counts, warnings } = await read(join(cases, 'sent-files', folder))
      expect(rooms).toEqual([room])
      expect(counts).toMatchObject({ rooms: 1, messages, unparsed: 0 })
      const named = warnings.find(({ code }) => code === 'sent_file')?.examples ?? []
      expect(named.map(({ text }) => text).sort()).toEqual(files)
    },
  )

  test('a chat that lies beside the zip of itself is read once', async () => {
    const { rooms, counts } = await read(join(cases, 'same-chat-twice'))
    expect(rooms).toEqual(['team'])
    expect(counts).toMatchObject({ messages: 3, duplicates: 3 })
  })
})
