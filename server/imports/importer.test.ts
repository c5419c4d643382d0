import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { emptyImportCounts, type Import } from '../contract/imports.ts'
import { folderBlobs } from '../engines/shared/folder-blobs.ts'
import { openDatabase, type Database } from '../engines/sqlite/database.ts'
import { sqliteImports } from '../engines/sqlite/imports.ts'
import { sqliteMessages } from '../engines/sqlite/messages.ts'
import { createImporter, type Importer } from './importer.ts'

let folder: string
let db: Database
let importer: Importer
let statuses: { status: Import; terminal: boolean }[]
let changed: string[]

const databaseFile = () => join(folder, 'rapporteur.db')

function open(): void {
  db = openDatabase(databaseFile(), { migrate: true })
  statuses = []
  changed = []
  importer = createImporter({
    imports: sqliteImports(db),
    engine: { kind: 'sqlite', folder },
    blobs: folderBlobs(folder),
    onStatus: (status, terminal) => statuses.push({ status, terminal }),
    onRoomChanged: (roomOid) => changed.push(roomOid),
  })
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapporteur-import-'))
  open()
})

afterEach(async () => {
  await importer.close()
  db.close()
  await rm(folder, { recursive: true, force: true })
})

const line = (n: number, extra: object = {}) =>
  JSON.stringify({
    room: 'ops',
    id: `m${n}`,
    at: `2026-01-01T00:00:${String(n % 60).padStart(2, '0')}Z`,
    author: `Ann ${n % 3}`,
    text: `text ${n}`,
    ...extra,
  })

async function fileOf(name: string, lines: string[]): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, lines.map((text) => `${text}\n`).join(''))
  return path
}

async function uploadOf(path: string): Promise<string> {
  const key = 'uploads/one'
  await folderBlobs(folder).putFile(key, path)
  return key
}

async function importFile(path: string, name = 'rooms.ndjson'): Promise<Import> {
  const importOid = await importer.enqueue({ path, name })
  await importer.idle()
  return (await importer.get(importOid))!
}

const rooms = () =>
  db
    .prepare(
      `SELECT name, message_count AS messages, system_count AS system,
         participant_count AS participants, visible FROM rooms ORDER BY name`,
    )
    .all()

describe('an import', () => {
  test('makes rooms visible with their counters and tells of every step', async () => {
    const path = await fileOf('rooms.ndjson', [
      line(1),
      line(2),
      line(3, { room: 'dev', kind: 'system' }),
      'not json',
    ])
    const result = await importFile(path)

    expect(result.state).toBe('finished')
    expect(result.format).toBe('ndjson')
    expect(result.counts).toEqual({
      ...emptyImportCounts(),
      rooms: 2,
      messages: 2,
      system: 1,
      unparsed: 1,
    })
    expect(result.warnings.find(({ code }) => code === 'unparsed')?.examples).toEqual([
      { file: 'rooms.ndjson', line: 4, text: 'not json' },
    ])
    expect(rooms()).toEqual([
      { name: 'dev', messages: 0, system: 1, participants: 0, visible: 1 },
      { name: 'ops', messages: 2, system: 0, participants: 2, visible: 1 },
    ])
    expect(changed.sort()).toEqual([...result.roomOids].sort())
    expect(statuses[0]?.status.state).toBe('queued')
    expect(statuses.at(-1)).toEqual({ status: result, terminal: true })
    expect(statuses.filter(({ terminal }) => terminal)).toHaveLength(1)
  })

  test('run twice adds nothing, and a longer export adds only what is new', async () => {
    const path = await fileOf('rooms.ndjson', [line(1), line(2)])
    const first = await importFile(path)
    const second = await importFile(path)
    expect(second.counts).toEqual({ ...emptyImportCounts(), rooms: 1, duplicates: 2 })
    expect(second.roomOids).toEqual(first.roomOids)

    await appendFile(path, `${line(3)}\n`)
    const third = await importFile(path)
    expect(third.counts).toMatchObject({ messages: 1, duplicates: 2 })
    expect(rooms()).toMatchObject([{ messages: 3 }])
  })

  test('that fails names the file, says why, and leaves nothing behind', async () => {
    const path = await fileOf('photo.txt', ['just', 'some words'])
    const result = await importFile(path, 'photo.txt')
    expect(result.state).toBe('failed')
    expect(result.error?.code).toBe('unknown_format')
    expect(result.error?.message).toContain('photo.txt')
    expect(rooms()).toEqual([])
  })

  test('of a path that does not exist fails and says so', async () => {
    const result = await importFile(join(folder, 'absent.zip'), 'absent.zip')
    expect(result.error).toMatchObject({ code: 'unreadable_file' })
    expect(result.error?.message).toContain('absent.zip')
  })

  test('cancelled in the middle leaves no half room and restores a room that was there', async () => {
    await importFile(await fileOf('small.ndjson', [line(1), line(2)]))
    const before = rooms()
    const many = Array.from({ length: 60_000 }, (_, n) =>
      line(n + 10, { room: n % 2 ? 'ops' : 'new' }),
    )
    const path = await fileOf('big.ndjson', many)
    const importOid = await importer.enqueue({ path, name: 'big.ndjson' })
    await expect
      .poll(
        () =>
          statuses.some(
            ({ status }) => status.importOid === importOid && status.counts.messages > 0,
          ),
        {
          interval: 5,
        },
      )
      .toBe(true)
    expect(await importer.cancel(importOid)).toBe(true)
    await importer.idle()

    expect((await importer.get(importOid))?.state).toBe('cancelled')
    expect(rooms()).toEqual(before)
    expect(db.prepare('SELECT count(*) AS n FROM messages').get()).toEqual({ n: 2 })
    expect(db.prepare('SELECT count(*) AS n FROM import_rooms').get()).toEqual({ n: 0 })
    expect(db.prepare('SELECT count(*) AS n FROM participants').get()).toEqual({ n: 2 })
  })

  test('that waits can be cancelled before it begins', async () => {
    const path = await fileOf('rooms.ndjson', [line(1)])
    const first = await importer.enqueue({ path, name: 'a.ndjson' })
    const second = await importer.enqueue({ path, name: 'b.ndjson' })
    expect(await importer.cancel(second)).toBe(true)
    await importer.idle()
    expect((await importer.get(first))?.state).toBe('finished')
    expect((await importer.get(second))?.state).toBe('cancelled')
    expect(await importer.cancel(second)).toBe(false)
  })

  test('cut off by a crash runs again after the next start, and counts nothing twice', async () => {
    const path = await fileOf('rooms.ndjson', [line(1), line(2)])
    // What a killed process leaves: a started import, and some of its messages.
    const imports = sqliteImports(db)
    const { importId } = await imports.create({
      importOid: 'cut-off',
      name: 'rooms.ndjson',
      source: { paths: [path] },
    })
    await imports.start(importId)
    const stray = {
      key: 'k',
      sourceId: null,
      at: 1,
      timeSource: 'explicit',
      author: 'a',
      kind: 'message',
      text: 't',
    } as const
    const room = { roomOid: 'stray', name: 'stray', source: 'x', format: 'x' }
    await sqliteMessages(db).append([{ room, messages: [stray] }], importId)
    expect(rooms()).toMatchObject([{ name: 'stray', visible: 0, messages: 0 }])

    await importer.recover()
    await importer.idle()
    expect((await importer.get('cut-off'))?.counts).toMatchObject({ rooms: 1, messages: 2 })
    expect(rooms()).toMatchObject([{ name: 'ops', messages: 2, visible: 1 }])
  })

  test('removes an upload once it has ended, and keeps what the person chose', async () => {
    const upload = await uploadOf(await fileOf('upload.bin', [line(1)]))
    const importOid = await importer.enqueue({ upload, name: 'rooms.ndjson' })
    await importer.idle()
    expect(await importer.get(importOid)).toMatchObject({ state: 'finished', counts: { rooms: 1 } })
    expect(await folderBlobs(folder).stat(upload)).toBeNull()
  })

  test('says which upload is gone', async () => {
    const importOid = await importer.enqueue({ upload: 'uploads/gone', name: 'rooms.ndjson' })
    await importer.idle()
    expect(await importer.get(importOid)).toMatchObject({
      state: 'failed',
      error: { code: 'unreadable_file', params: { context: 'gone', name: 'rooms.ndjson' } },
    })
  })

  test('reads a folder of several formats and names the files it does not know', async () => {
    const drop = join(folder, 'drop')
    await mkdir(join(drop, '#chan'), { recursive: true })
    await writeFile(join(drop, 'rooms.ndjson'), `${line(1)}\n`)
    await writeFile(
      join(drop, '#chan', '2020-01-01.log'),
      '[10:00:00] <ann> hi\n[10:00:05] <bob> ho\n',
    )
    await writeFile(join(drop, 'cat.jpg'), Buffer.from([0xff, 0xd8, 0, 1, 2]))
    const result = await importFile(drop, 'drop')
    expect(result.state).toBe('finished')
    expect(result.counts).toMatchObject({ rooms: 2, messages: 3 })
    expect(rooms()).toMatchObject([{ name: '#chan' }, { name: 'ops' }])
    expect(result.warnings.find(({ code }) => code === 'no_chat')?.examples[0]?.file).toBe(
      'drop/cat.jpg',
    )
  })
})

describe('reading again', () => {
  const chat = '29.01.18, 12:24 - Ann: hi\n29.01.18, 12:25 - Bob: ho\n'
  const times = () => db.prepare('SELECT at FROM messages ORDER BY at, ord').all()

  test('in another time zone moves every message, keeps the counters, and doubles nothing', async () => {
    const path = await fileOf('WhatsApp Chat with Ann.txt', chat.trim().split('\n'))
    const first = await importFile(path, 'WhatsApp Chat with Ann.txt')
    const before = rooms()
    expect(times()[0]).toEqual({ at: Date.parse('2018-01-29T12:24:00Z') })
    await importer.retry(first.importOid, { timeZone: 'America/New_York' })
    await importer.idle()
    const again = (await importer.get(first.importOid))!
    expect(again).toMatchObject({ state: 'finished', counts: { messages: 2, duplicates: 0 } })
    expect(times()).toEqual([
      { at: Date.parse('2018-01-29T17:24:00Z') },
      { at: Date.parse('2018-01-29T17:25:00Z') },
    ])
    expect(rooms()).toEqual(before)
    expect(again.roomOids).toEqual(first.roomOids)
  })

  test('with the bridge that was offered names who spoke through it, and an upload is kept for that', async () => {
    const log = ['<link> <Real> one', '<link> <Two> two', '<ann> hm', '<link> <Real> three']
    const path = await fileOf(
      '2024-09-01.team.log',
      log.map((text, n) => `[10:0${n}] ${text}`),
    )
    const authors = () =>
      db
        .prepare('SELECT author FROM messages ORDER BY at, ord')
        .all()
        .map((row) => row['author'])
    const name = '2024-09-01.team.log'
    const upload = await uploadOf(path)
    const importOid = await importer.enqueue({ upload, name })
    await importer.idle()
    expect((await importer.get(importOid))?.choices).toEqual({ bridges: ['link'] })
    expect(authors()).toEqual(['link', 'link', 'ann', 'link'])
    await importer.retry(importOid, { bridges: ['link'] })
    await importer.idle()
    expect(await importer.get(importOid)).toMatchObject({
      state: 'finished',
      counts: { messages: 4 },
    })
    expect((await importer.get(importOid))?.choices).toBeUndefined()
    expect(authors()).toEqual(['Real', 'Two', 'ann', 'Real'])
    expect(await folderBlobs(folder).stat(upload)).toBeNull()
  })

  test('leaves what other imports and live messages have brought into the same room', async () => {
    const path = await fileOf('a.ndjson', [line(1), line(2)])
    const first = await importFile(path, 'a.ndjson')
    await importFile(await fileOf('b.ndjson', [line(2), line(3)]), 'b.ndjson')
    expect(rooms()).toMatchObject([{ messages: 3, participants: 3 }])
    await importer.retry(first.importOid, {})
    await importer.idle()
    expect((await importer.get(first.importOid))?.counts).toMatchObject({
      messages: 2,
      duplicates: 0,
    })
    expect(rooms()).toMatchObject([{ messages: 3, participants: 3, visible: 1 }])
  })

  test('cancelled while it waits leaves nothing of the earlier reading', async () => {
    const first = await importFile(await fileOf('a.ndjson', [line(1)]), 'a.ndjson')
    const many = Array.from({ length: 20_000 }, (_, n) => line(n, { room: 'other' }))
    await importer.enqueue({ path: await fileOf('b.ndjson', many), name: 'b.ndjson' })
    await importer.retry(first.importOid, {})
    expect(await importer.retry(first.importOid, {})).toBe('not_ended')
    expect(await importer.cancel(first.importOid)).toBe(true)
    await importer.idle()
    await expect.poll(async () => (await importer.get(first.importOid))?.state).toBe('cancelled')
    expect(rooms()).toMatchObject([{ name: 'other', messages: 20_000 }])
  })

  test('of files that are gone is refused', async () => {
    const path = await fileOf('a.ndjson', [line(1)])
    const first = await importFile(path, 'a.ndjson')
    await rm(path)
    expect(await importer.retry(first.importOid, {})).toBe('files_gone')
    expect(rooms()).toMatchObject([{ messages: 1 }])
  })

  test('as the other format that fits, where a person prefers it', async () => {
    const path = await fileOf('x.csv', ['room,at,author,text', 'r,2026-01-01T00:00:00Z,ann,hi'])
    const first = await importFile(path, 'x.csv')
    expect(first.format).toBe('csv')
    await importer.retry(first.importOid, { columns: { text: 2, author: 3, time: 1 } })
    await importer.idle()
    expect(db.prepare('SELECT author, text FROM messages').all()).toEqual([
      { author: 'hi', text: 'ann' },
    ])
  })
})
