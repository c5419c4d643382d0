import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Health } from '../../server/contract/health.ts'
import { start } from '../../server/index.ts'
import { connect } from '../../server/engines/sqlite/database.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server.dispose())

const databaseFile = (): string => join(server.dataDir, 'rapporteur.db')

/** Pages of the b-tree of a table or index, the root first. */
function pagesOf(name: string): number[] {
  const db = connect(databaseFile(), true)
  const rows = db.prepare(`SELECT pageno FROM dbstat WHERE name = ? ORDER BY path`).all(name) as {
    pageno: number
  }[]
  db.close()
  return rows.map(({ pageno }) => pageno)
}

const pageBytes = 4_096

function overwrite(pages: readonly number[]): void {
  const handle = openSync(databaseFile(), 'r+')
  for (const page of pages)
    writeSync(handle, Buffer.alloc(pageBytes, 0x5a), 0, pageBytes, (page - 1) * pageBytes)
  closeSync(handle)
}

const log = (): string => readFileSync(join(server.dataDir, 'logs', 'rapporteur.log'), 'utf8')

async function withReports(): Promise<void> {
  for (const room of ['one', 'two']) await server.feed(room, 300)
  const stream = server.events('rooms=*')
  await server.post('/api/reports', { roomOids: ['one', 'two'] })
  await Promise.all([stream.end('one'), stream.end('two')])
}

it.each([
  'events',
  'model_answers',
  'messages_by_key',
  'rooms_by_name',
  'sqlite_autoindex_rooms_1',
])('a start makes damaged %s anew, and everything else is there', async (name) => {
  await withReports()
  const before = await server.json<{ items: object[] }>('/api/rooms')
  await server.close()
  overwrite(pagesOf(name))
  // An index is only found to be damaged by who reads it; the log is read by every start.
  if (name !== 'events') overwrite(pagesOf('events'))
  server = await server.restart()
  expect(log()).toMatch(new RegExp(`"storage.mended","tables":\\[.*\\]`))
  expect(await server.json('/api/rooms')).toEqual(before)
  expect(await server.json('/api/health')).toMatchObject({ status: 'ok' })
  const db = connect(databaseFile(), true)
  for (const table of ['events', 'model_answers', 'messages', 'rooms', 'reports']) {
    expect(db.prepare(`PRAGMA integrity_check('${table}')`).all()).toEqual([
      { integrity_check: 'ok' },
    ])
  }
  db.close()
  await withReports()
})

it('a reader whose log was made anew is told to begin again', async () => {
  await withReports()
  const stream = server.events('rooms=*')
  await server.post('/api/reports', { roomOids: ['one'] })
  const { id } = await stream.end('one')
  stream.close()
  await server.close()
  overwrite(pagesOf('events'))
  server = await server.restart()
  const again = server.events(`rooms=*&lastEventId=${id}`)
  expect((await again.until(({ event }) => event === 'RESET')).data).toEqual({
    reason: 'other-epoch',
  })
})

it('a log that is damaged while the server runs is made anew without a lost event', async () => {
  await withReports()
  await server.close()
  const pages = pagesOf('events')
  server = await server.restart()
  overwrite(pages.slice(1))
  const stream = server.events('rooms=*')
  await server.post('/api/reports', { roomOids: ['one', 'two'] })
  await Promise.all([stream.end('one'), stream.end('two')])
})

it.each([
  ['is no database', () => writeFileSync(databaseFile(), 'This is a text.'.repeat(1_000))],
  ['has lost its beginning', () => overwrite([1])],
  ['has lost its rooms', () => overwrite([...pagesOf('rooms'), ...pagesOf('meta')])],
])('a start on a database that %s ends with its file and what to do', async (_, damage) => {
  await withReports()
  await server.close()
  damage()
  const before = readFileSync(databaseFile())
  const error: unknown = await start({ dataDir: server.dataDir, version: '0' }).catch(
    (thrown: unknown) => thrown,
  )
  expect(error).toMatchObject({ code: 'storage_damaged' })
  expect(String(error)).toContain(`The database ${databaseFile()} is damaged`)
  expect(String(error)).toContain('npm run rescue -- --data-dir')
  expect(readFileSync(databaseFile()).length).toBe(before.length)
})

it('damage that is found later is told in health and on the live channel', async () => {
  await withReports()
  await server.close()
  const pages = pagesOf('messages')
  server = await server.restart()
  overwrite(pages)
  const heard = new Promise<unknown>((resolve) => {
    const stream = server.events('rooms=*&topics=health')
    stream.source.addEventListener('HEALTH_CHANGED', ({ data }) => resolve(JSON.parse(data)))
    stream.source.addEventListener('open', () => void server.api('/api/rooms/one/messages'))
  })
  const problems = [{ code: 'storage_damaged', file: 'rapporteur.db' }]
  expect(await heard).toMatchObject({ problems })
  const answer = await server.api('/api/rooms/one/messages')
  expect(answer.status).toBe(500)
  expect(await answer.json()).toMatchObject({ code: 'storage_damaged' })
  const health = Health.parse(await (await fetch(`${server.url}/api/health`)).json())
  expect(health).toMatchObject({ status: 'degraded', problems })
  expect(JSON.stringify(health)).not.toContain(server.dataDir)
})
