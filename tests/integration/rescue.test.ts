import { execFile } from 'node:child_process'
import {
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Room } from '../../server/contract/rooms.ts'
import { connect } from '../../server/engines/sqlite/database.ts'
import { startTestServer, type TestServer } from './harness.ts'

const pageBytes = 4_096
const messagesPerRoom = 2_000

let server: TestServer
beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server.dispose())

const databaseFile = (): string => join(server.dataDir, 'rapporteur.db')
const outFile = (): string => join(server.dataDir, 'rescued.db')

/** Leaf pages of a table, in the order of its keys. */
function leavesOf(name: string): number[] {
  const db = connect(databaseFile(), true)
  const rows = db
    .prepare(`SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path`)
    .all(name) as { pageno: number }[]
  db.close()
  return rows.map(({ pageno }) => pageno)
}

function overwrite(pages: readonly number[]): void {
  const handle = openSync(databaseFile(), 'r+')
  for (const page of pages) {
    writeSync(handle, Buffer.alloc(pageBytes, 0x5a), 0, pageBytes, (page - 1) * pageBytes)
  }
  closeSync(handle)
}

const rescue = (): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((done) => {
    const args = ['rescue', '--data-dir', server.dataDir, '--out', outFile()]
    execFile(
      process.execPath,
      ['--import', 'tsx', resolve('server/cli.ts'), ...args],
      (error, stdout, stderr) => done({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })

async function threeRooms(): Promise<void> {
  for (const room of ['one', 'two', 'three'])
    await server.feed(room, messagesPerRoom, `Room ${room}`)
  const stream = server.events('rooms=*')
  await server.post('/api/reports', { roomOids: ['one'] })
  await stream.end('one')
}

async function startOnRescued(): Promise<Room[]> {
  for (const end of ['', '-wal', '-shm']) rmSync(`${databaseFile()}${end}`, { force: true })
  renameSync(outFile(), databaseFile())
  server = await server.restart()
  return (await server.json<{ items: Room[] }>('/api/rooms')).items
}

it('rescues everything but the damaged pages, and never touches the old file', async () => {
  await threeRooms()
  await server.close()
  const leaves = leavesOf('messages')
  // Scattered over all rooms: what lies between two of them is only found from the middle.
  const lost = leaves.filter((_, index) => index % 25 === 12)
  expect(lost.length).toBeGreaterThan(4)
  const perPage = (3 * messagesPerRoom) / leaves.length
  overwrite(lost)
  const before = readFileSync(databaseFile())
  const { code, stdout } = await rescue()
  expect(code).toBe(0)
  expect(readFileSync(databaseFile()).equals(before)).toBe(true)
  const told = JSON.parse(stdout) as { tables: Record<string, number>; messagesExpected: number }
  expect(told).toMatchObject({
    messagesExpected: 3 * messagesPerRoom,
    tables: { rooms: 3, reports: 1 },
  })
  const { messages = 0 } = told.tables
  expect(messages).toBeLessThan(3 * messagesPerRoom)
  expect(messages).toBeGreaterThanOrEqual(3 * messagesPerRoom - 2 * perPage * lost.length)

  const rooms = await startOnRescued()
  expect(rooms.map(({ name }) => name)).toEqual(['Room one', 'Room three', 'Room two'])
  expect(rooms.reduce((sum, room) => sum + room.messageCount, 0)).toBe(messages)
  expect(rooms[0]).toMatchObject({ participantCount: 7, lastReport: { state: 'finished' } })
  // And it is a database like any other.
  await server.feed('one', messagesPerRoom)
  const whole = await server.json<Room>('/api/rooms/one')
  expect(whole.messageCount).toBe(messagesPerRoom)
}, 60_000)

it('gives messages a room whose own has lost its row', async () => {
  await threeRooms()
  await server.close()
  overwrite(leavesOf('rooms'))
  const { code } = await rescue()
  expect(code).toBe(0)
  const rooms = await startOnRescued()
  expect(rooms.map(({ name, messageCount }) => [name, messageCount])).toEqual(
    [1, 2, 3].map((n) => [`Rescued room ${n}`, messagesPerRoom]),
  )
}, 60_000)

it('loses nothing of a database that is whole, also while its server runs', async () => {
  await threeRooms()
  const { stdout } = await rescue()
  expect(JSON.parse(stdout)).toMatchObject({ tables: { rooms: 3, messages: 3 * messagesPerRoom } })
}, 60_000)

it('ends with a sentence where nothing can be read, and writes over no file', async () => {
  await server.close()
  writeFileSync(databaseFile(), 'This is a text. '.repeat(1_000))
  const nothing = await rescue()
  expect(nothing.code).toBe(1)
  expect(nothing.stderr).toContain(`Nothing can be read of ${databaseFile()}`)
  writeFileSync(outFile(), 'mine')
  const there = await rescue()
  expect(there.code).toBe(2)
  expect(readFileSync(outFile(), 'utf8')).toBe('mine')
}, 60_000)
