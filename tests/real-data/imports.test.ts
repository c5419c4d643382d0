import { parse as parseCsv } from 'csv-parse/sync'
import { unzipSync } from 'fflate'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Import } from '../../server/contract/imports.ts'
import { createImporter, type Importer } from '../../server/imports/importer.ts'
import { folderBlobs } from '../../server/engines/shared/folder-blobs.ts'
import { openDatabase, type Database } from '../../server/engines/sqlite/database.ts'
import { sqliteImports } from '../../server/engines/sqlite/imports.ts'

/**
 * Real exports, counted twice: by the importer, and here by another method that shares no code
 * with it. The data is not part of the repository; without it these tests say so and are skipped.
 */
const data = join(import.meta.dirname, '..', '..', '..', 'shared', 'data')
const present = existsSync(data)
if (!present) console.warn(`SKIPPED: no real exports in ${data}; only our own samples were tested.`)

const list = (folder: string): string[] =>
  present ? readdirSync(join(data, folder)).map((name) => join(data, folder, name)) : []
const baseOf = (path: string): string => path.split('/').at(-1)!

describe.skipIf(!present)('real exports', () => {
  let folder: string
  let db: Database
  let importer: Importer

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rapporteur-real-'))
    db = openDatabase(join(folder, 'rapporteur.db'), { migrate: true })
    importer = createImporter({
      imports: sqliteImports(db),
      engine: { kind: 'sqlite', folder },
      blobs: folderBlobs(folder),
      onStatus: () => {},
      onRoomChanged: () => {},
    })
  })

  afterAll(async () => {
    await importer.close()
    db.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function read(path: string): Promise<Import> {
    const importOid = await importer.enqueue({ path, name: baseOf(path) })
    await importer.idle()
    const result = (await importer.get(importOid))!
    expect(result.error).toBeUndefined()
    expect(result.state).toBe('finished')
    return result
  }

  interface StoredRow {
    author: string
    text: string
    isSystem: number
    at: number
    key: string
  }
  const rowsOf = (roomOid: string): StoredRow[] =>
    db
      .prepare(
        `SELECT author, text, is_system AS isSystem, at, key FROM messages
         JOIN rooms USING (room_id) WHERE room_oid = ? ORDER BY at, ord`,
      )
      .all(roomOid) as unknown as StoredRow[]
  const roomNamed = (name: string) =>
    db
      .prepare(
        `SELECT room_oid AS roomOid, message_count AS messages, system_count AS system
         FROM rooms WHERE name = ?`,
      )
      .get(name) as { roomOid: string; messages: number; system: number }

  test('IRC: every line of 58 logs is a message or a system line, room by room', async () => {
    const result = await read(join(data, 'irc', 'ubuntu'))
    const expected = { messages: 0, system: 0 }
    for (const path of list('irc/ubuntu')) {
      // By class of line: what begins with === was said by the server, the rest by people.
      const lines = readFileSync(path, 'latin1')
        .split('\n')
        .filter((line) => line !== '')
      const system = lines.filter((line) => line.slice(0, 3) === '===').length
      const messages = lines.length - system
      expected.messages += messages
      expected.system += system
      const room = roomNamed(baseOf(path).replace('.txt', ''))
      expect({ path, messages: room.messages, system: room.system }).toEqual({
        path,
        messages,
        system,
      })
      const day = baseOf(path).slice(0, 10)
      const days = new Set(
        rowsOf(room.roomOid).map(({ at }) => new Date(at).toISOString().slice(0, 10)),
      )
      expect([...days][0]).toBe(day)
      expect(days.size).toBeLessThanOrEqual(2)
    }
    expect(result.roomOids).toHaveLength(58)
    expect(result.counts).toMatchObject({
      ...expected,
      rooms: 58,
      unparsed: 0,
      skipped: 0,
      duplicates: 0,
    })
  })

  const SLACK_SYSTEM = [
    'channel_join',
    'channel_purpose',
    'channel_archive',
    'channel_leave',
    'channel_name',
    'channel_topic',
    'bot_add',
    'pinned_item',
  ]

  test.each(['houstondatavis.zip', 'unicode-channel.zip'])(
    'Slack %s: messages and system lines of every channel equal the day files, parsed whole',
    async (name) => {
      const files = unzipSync(readFileSync(join(data, 'slack', name)))
      const json = (entry: string) =>
        JSON.parse(Buffer.from(files[entry]!).toString('utf8')) as Record<string, unknown>[]
      const perRoom = new Map<string, { messages: number; system: number; ids: string[] }>()
      for (const channel of json('channels.json')) {
        perRoom.set(channel['name'] as string, { messages: 0, system: 0, ids: [] })
      }
      for (const entry of Object.keys(files).filter((key) =>
        /\/\d{4}-\d\d-\d\d\.json$/.test(key),
      )) {
        const folderName = Buffer.from(
          entry.split('/')[0]!,
          /[^\x00-\xff]/.test(entry) ? 'utf8' : 'latin1',
        ).toString('utf8')
        const room = perRoom.get(folderName)!
        for (const record of json(entry)) {
          if (SLACK_SYSTEM.includes(record['subtype'] as string)) room.system++
          else room.messages++
          room.ids.push(record['ts'] as string)
        }
      }
      const result = await read(join(data, 'slack', name))
      expect(result.counts.rooms).toBe(perRoom.size)
      expect(result.counts).toMatchObject({ unparsed: 0, skipped: 0, duplicates: 0 })
      const stored = result.roomOids.map((roomOid) => {
        const { name: roomName, ...counts } = db
          .prepare(
            `SELECT name, message_count AS messages, system_count AS system FROM rooms WHERE room_oid = ?`,
          )
          .get(roomOid) as { name: string; messages: number; system: number }
        return [
          roomName,
          {
            ...counts,
            ids: rowsOf(roomOid)
              .map(({ key }) => key)
              .sort(),
          },
        ] as const
      })
      expect(new Map(stored)).toEqual(
        new Map(
          [...perRoom].map(([roomName, room]) => [roomName, { ...room, ids: room.ids.sort() }]),
        ),
      )
    },
  )

  test('Slack: no text holds mark-up of mentions, escaped characters or a token', async () => {
    const texts = db
      .prepare(`SELECT text FROM messages JOIN rooms USING (room_id) WHERE source = 'slack'`)
      .all() as { text: string }[]
    expect(texts.length).toBeGreaterThan(1_382)
    expect(texts.filter(({ text }) => /<[@#!]|&(?:amp|lt|gt);|xox[a-z]-/.test(text))).toEqual([])
  })

  test.each(list('discord').map((path) => [baseOf(path), path]))(
    'Discord %s: rows, authors and texts equal those of another CSV parser',
    async (_name, path) => {
      const rows = parseCsv(readFileSync(path, 'utf8'), {
        delimiter: ';',
        from_line: 2,
        relax_column_count: true,
        relax_quotes: true,
      }) as string[][]
      const result = await read(path)
      expect(result.counts).toMatchObject({
        rooms: 1,
        messages: rows.length,
        unparsed: 0,
        duplicates: 0,
      })
      const stored = rowsOf(result.roomOids[0]!)
      const pairs = (said: { author: string; text: string }[]) =>
        said.map(({ author, text }) => `${author}\n${text}`).sort()
      expect(pairs(stored)).toEqual(pairs(rows.map((row) => ({ author: row[1]!, text: row[3]! }))))
    },
  )

  // Read by eye: heads of lines that are messages of this chat, and what the app itself says.
  const WHATSAPP: Record<
    string,
    { messages: number; system: number; firstAt: string; lastAt: string }
  > = {
    '_chat.txt': {
      messages: 20,
      system: 1,
      firstAt: '2018-01-04T11:53:57',
      lastAt: '2019-04-19T16:18:33',
    },
    '_chat 2.txt': {
      messages: 4,
      system: 0,
      firstAt: '2019-09-17T16:37:47',
      lastAt: '2019-09-17T16:39:52',
    },
    '_chat 3.txt': {
      messages: 9,
      system: 2,
      firstAt: '2019-11-02T14:18:00',
      lastAt: '2019-11-10T14:25:00',
    },
    '_chat 4.txt': {
      messages: 3,
      system: 0,
      firstAt: '2019-09-17T08:30:52',
      lastAt: '2019-09-18T16:50:32',
    },
    'test_[mmddyy]_24hrs.txt': {
      messages: 7,
      system: 2,
      firstAt: '2019-01-01T11:25:00',
      lastAt: '2021-12-30T22:01:00',
    },
    'test_ddmmyy_24hrs.txt': {
      messages: 7,
      system: 2,
      firstAt: '2019-01-01T11:25:00',
      lastAt: '2021-12-30T22:01:00',
    },
    'test_mmddyy_24hrs.txt': {
      messages: 7,
      system: 2,
      firstAt: '2019-01-01T11:25:00',
      lastAt: '2021-12-30T22:01:00',
    },
    'test_mmddyyyy_12hrs.txt': {
      messages: 7,
      system: 2,
      firstAt: '2019-01-01T11:25:00',
      lastAt: '2021-12-30T22:01:00',
    },
    'test_yyyymmdd_24hrs.txt': {
      messages: 7,
      system: 2,
      firstAt: '2019-01-01T11:25:00',
      lastAt: '2021-12-30T22:01:00',
    },
    'with-media.zip': { messages: 48, system: 4, firstAt: '2019-06-20T15:58:47', lastAt: '' },
  }

  test.each(list('whatsapp').map((path) => [baseOf(path), path]))(
    'WhatsApp %s: messages, system lines and the span of time',
    async (name, path) => {
      const expected = WHATSAPP[name]!
      const result = await read(path)
      expect(result.counts).toMatchObject({
        messages: expected.messages,
        system: expected.system,
        unparsed: 0,
        duplicates: 0,
      })
      const rows = rowsOf(result.roomOids[0]!)
      expect(new Date(rows[0]!.at).toISOString()).toContain(expected.firstAt)
      if (expected.lastAt)
        expect(new Date(rows.at(-1)!.at).toISOString()).toContain(expected.lastAt)
    },
  )

  test('WhatsApp with-media.zip: every line that a phone began is a row, and files are attached', async () => {
    const zip = unzipSync(readFileSync(join(data, 'whatsapp', 'with-media.zip')))
    const lines = Buffer.from(zip['_chat.txt']!).toString('utf8').split('\n')
    const heads = lines.filter((line) => /^\u200e?\[\d\d\.\d\d\.\d\d, \d\d:\d\d:\d\d\]/.test(line))
    const room = roomNamed('with-media')
    expect(room.messages + room.system).toBe(heads.length)
    const attached = db
      .prepare(
        `SELECT count(*) AS n FROM messages JOIN rooms USING (room_id) WHERE room_oid = ? AND attachments IS NOT NULL`,
      )
      .get(room.roomOid) as { n: number }
    expect(attached.n).toBe(lines.filter((line) => line.includes('<attached: ')).length)
  })

  test.each(list('telegram').map((path) => [baseOf(path), path]))(
    'Telegram %s: messages and service lines equal the records of the file',
    async (_name, path) => {
      // The one broken file lacks a comma; with it, the file is JSON.
      const text = readFileSync(path, 'utf8')
        .replace(/(\d)(\s*)"messages"/, '$1,$2"messages"')
        .replace(',,', ',')
      const root = JSON.parse(text) as {
        messages?: Record<string, unknown>[]
        chats?: { list: { messages: Record<string, unknown>[] }[] }
      }
      const records = root.messages ?? root.chats!.list.flatMap(({ messages }) => messages)
      const system = records.filter(({ type }) => type === 'service').length
      const before = db.prepare('SELECT count(*) AS n FROM messages').get() as { n: number }
      const result = await read(path)
      const after = db.prepare('SELECT count(*) AS n FROM messages').get() as { n: number }
      const { messages, system: systemCount, duplicates, unparsed, skipped } = result.counts
      expect(messages + systemCount + duplicates).toBe(records.length)
      expect({ unparsed, skipped }).toEqual({ unparsed: 0, skipped: 0 })
      expect(after.n - before.n).toBe(messages + systemCount)
      // saved.json and its broken twin are the same chat, as are bot.json and error.json.
      if (duplicates === 0) expect(systemCount).toBe(system)
    },
  )

  test('importing everything once more adds nothing', async () => {
    const before = db.prepare('SELECT count(*) AS n FROM messages').get()
    for (const path of [
      join(data, 'irc', 'ubuntu'),
      join(data, 'slack', 'houstondatavis.zip'),
      ...list('discord'),
      ...list('whatsapp'),
      ...list('telegram'),
    ]) {
      const { counts } = await read(path)
      expect({ path, messages: counts.messages, system: counts.system }).toEqual({
        path,
        messages: 0,
        system: 0,
      })
    }
    expect(db.prepare('SELECT count(*) AS n FROM messages').get()).toEqual(before)
  })
})
