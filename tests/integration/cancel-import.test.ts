import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { Header } from 'tar'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Import } from '../../server/contract/imports.ts'
import { openDatabase } from '../../server/engines/sqlite/database.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.dispose())

const log = '[10:00:00] <ann> hello\n[10:01:00] <ben> hi\n'

/** A log of about so many megabytes, each line its own. */
function longLog(megabytes: number): Buffer {
  const lines: string[] = []
  for (let n = 0, bytes = 0; bytes < megabytes * 1_000_000; n++) {
    const line = `[10:00:00] <ann> line ${n} ${'and so on '.repeat(8)}\n`
    lines.push(line)
    bytes += line.length
  }
  return Buffer.from(lines.join(''))
}

function tarGz(files: number, content: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let n = 0; n < files; n++) {
    const block = Buffer.alloc(512)
    new Header({
      path: `#room${n}/2024-01-01.log`,
      mode: 0o644,
      size: content.length,
      type: 'File',
    }).encode(block, 0)
    parts.push(block, content, Buffer.alloc((512 - (content.length % 512)) % 512))
  }
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(1_024)]), { level: 1 })
}

const files = (count: number, text: string): Record<string, Uint8Array> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`f${n}.txt`, strToU8(`${text} ${n}`)]),
  )

const isLooking = (status: Import): boolean => status.bytesTotal === null

/** What is sent, and by which status the phase is known in which it is cancelled. */
const phases: Record<string, { body: () => Uint8Array; isIn: (status: Import) => boolean }> = {
  'while a packed tar is unpacked': {
    body: () => tarGz(20, longLog(10)),
    isIn: (status) => isLooking(status) && !status.filesLooked,
  },
  'while archives inside an archive are unpacked': {
    body: () => {
      const inner = zipSync({ '#room/2024-01-01.log': longLog(10) }, { level: 0 })
      return zipSync(
        Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`${n}.zip`, inner])),
        { level: 1 },
      )
    },
    isIn: (status) => isLooking(status) && !status.filesLooked,
  },
  'while files are looked at, one by one': {
    body: () => zipSync(files(30_000, 'nothing that anybody said, number'), { level: 0 }),
    isIn: (status) => isLooking(status) && (status.filesLooked ?? 0) > 0,
  },
  'while a chat is read': {
    body: () => longLog(60),
    isIn: (status) => status.bytesRead > 0,
  },
}

/** The live channel, once it is there: what came before is not sent again. */
async function listen() {
  const stream = server.events('rooms=*&topics=imports')
  await stream.opened
  return stream
}

async function send(name: string, body: Uint8Array): Promise<string> {
  const response = await server.api(`/api/imports?name=${name}`, {
    method: 'POST',
    body: body as BodyInit,
  })
  expect(response.status).toBe(202)
  return ((await response.json()) as { importOid: string }).importOid
}

const left = (): string[] =>
  existsSync(join(server.dataDir, 'tmp')) ? readdirSync(join(server.dataDir, 'tmp')) : []

describe('an import', () => {
  it.each(Object.entries(phases))(
    'cancelled %s ends at once, gives its disk space back, and the next one runs',
    async (_phase, { body, isIn }) => {
      const large = body()
      const stream = await listen()
      const importOid = await send('large', large)
      const next = await send('%23next.log', strToU8(log))
      const isOf =
        (oid: string, name: string) =>
        ({ event, data }: { event: string; data: object }): boolean =>
          event === name && (data as Import).importOid === oid
      await stream.until(
        (one) =>
          isOf(importOid, 'IMPORT_STATUS')(one) &&
          isIn(one.data as unknown as Import) &&
          (one.data as unknown as Import).state === 'reading',
      )
      const answer = await server.api(`/api/imports/${importOid}/cancel`, { method: 'POST' })
      expect(answer.status).toBe(202)
      const ended = await stream.until(isOf(importOid, 'IMPORT_STATUS_END'))
      expect(ended.data['state']).toBe('cancelled')
      await stream.until(isOf(next, 'IMPORT_STATUS_END'))
      const done = Import.parse(await server.json(`/api/imports/${next}`))
      expect(done.state).toBe('finished')
      expect(done.counts.messages + done.counts.duplicates).toBe(2)
      expect(left()).toEqual([])
      stream.close()
    },
    60_000,
  )

  it('tells how many files were found and looked at, and of a folder without chats says so in a sentence', async () => {
    const stream = await listen()
    const importOid = await send('pile.zip', zipSync(files(4_000, 'nothing'), { level: 0 }))
    const end = await stream.until(
      ({ event, data }) => event === 'IMPORT_STATUS_END' && data['importOid'] === importOid,
    )
    const seen = stream.events
      .filter(({ data }) => data['importOid'] === importOid)
      .map(({ data }) => data as unknown as Import)
    expect(Math.max(...seen.map(({ filesFound }) => filesFound ?? 0))).toBe(4_000)
    expect(end.data['error']).toMatchObject({ code: 'unknown_format' })
    expect((end.data as unknown as Import).error?.message).toContain('pile.zip (4000 files)')
    stream.close()
  })
})

describe('an upload that breaks off', () => {
  it('leaves no file, no import and no error in the log', async () => {
    const other = await startTestServer()
    const temporary = (): string[] => readdirSync(join(other.dataDir, 'tmp'))
    const sent = request(`${other.url}/api/imports?name=half.log`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${other.accessToken}`, 'Content-Length': '1000000' },
    })
    sent.on('error', () => {})
    sent.write(log)
    await vi.waitFor(() => expect(temporary()).toHaveLength(1), { timeout: 5_000, interval: 10 })
    sent.destroy()
    await vi.waitFor(() => expect(temporary()).toEqual([]), { timeout: 5_000, interval: 10 })
    expect(await other.json('/api/rooms')).toMatchObject({ total: 0 })
    await other.close()
    const lines = readFileSync(join(other.dataDir, 'logs', 'rapporteur.log'), 'utf8').split('\n')
    const errors = lines.filter((line) => /"level":(?:"(?:warn|error|fatal)"|[456]0)/.test(line))
    expect(lines.length).toBeGreaterThan(1)
    expect(errors).toEqual([])
    const db = openDatabase(join(other.dataDir, 'rapporteur.db'))
    expect(db.prepare('SELECT count(*) AS n FROM imports').get()).toEqual({ n: 0 })
    db.close()
    await other.dispose()
  })
})

describe('an import that has ended', () => {
  it('can be forgotten, whether or not it has brought rooms', async () => {
    const stream = await listen()
    const failed = await send('prose.txt', Buffer.from('nothing that anybody said'))
    const good = await send('talk.log', Buffer.from(log))
    for (const oid of [failed, good]) {
      await stream.until(
        ({ event, data }) => event === 'IMPORT_STATUS_END' && data['importOid'] === oid,
      )
    }
    const remove = (oid: string) => server.api(`/api/imports/${oid}`, { method: 'DELETE' })
    expect((await remove(failed)).status).toBe(204)
    expect((await server.api(`/api/imports/${failed}`)).status).toBe(404)
    expect((await remove(failed)).status).toBe(404)
    expect((await remove(good)).status).toBe(204)
    stream.close()
  })
})
