import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Report } from '../../server/contract/reports.ts'
import { blobPlaceOf } from '../../server/engines/shared/blob-place.ts'
import { s3Times, type S3Place } from '../../server/engines/s3/client.ts'
import { s3Blobs } from '../../server/engines/s3/s3-blobs.ts'
import { partBytes } from '../../server/engines/s3/upload.ts'
import { blobKeys, type Blobs } from '../../server/ports/blobs.ts'
import { createReportFiles } from '../../server/reports/report-files.ts'
import { startTestServer, type TestServer } from '../integration/harness.ts'
import { hasS3, s3Credentials, startS3, type S3Server } from '../support/s3-server.ts'
import { describeCluster } from './cluster.ts'

const key = blobKeys.upload('export')
const words = (content = 'words'): Readable => Readable.from([Buffer.from(content)])

let folder: string
const servers: TestServer[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-blobs-'))
})
afterEach(async () => {
  for (const server of servers.splice(0)) await server.dispose()
  rmSync(folder, { recursive: true, force: true })
})

async function started(config: Parameters<typeof startTestServer>[0]): Promise<TestServer> {
  const server = await startTestServer(config)
  servers.push(server)
  return server
}

if (!hasS3()) console.warn("SKIPPED: files in S3: Debian's package radosgw is not installed")

describe.skipIf(!hasS3())('files in S3', () => {
  let s3: S3Server
  beforeAll(async () => {
    s3 = await startS3()
  }, 120_000)
  afterAll(() => s3.stop())

  describe('asked directly', () => {
    let place: S3Place
    let blobs: Blobs
    /** The same, which waits a tenth of the time. */
    let hasty: Blobs
    beforeEach(async () => {
      place = blobPlaceOf(await s3.createBucket()) as S3Place
      const times = { ...s3Times, connect: 500, request: 800, ask: 1_200, silence: 1_000 }
      blobs = s3Blobs(place, folder)
      hasty = s3Blobs(place, folder, times)
    })

    const openUploads = async (): Promise<number> => {
      const { bucket: Bucket, endpoint, region } = place
      const client = new S3Client({ region, endpoint: endpoint ?? '', forcePathStyle: true })
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }))
      client.destroy()
      return Uploads.length
    }

    it('are kept in parts where they are large, and read whole, in part, and as a local file', async () => {
      const content = randomBytes(2 * partBytes + 12_345)
      const path = join(folder, 'large')
      writeFileSync(path, content)
      await blobs.putFile(key, path)
      expect((await blobs.stat(key))?.bytes).toBe(content.length)
      const range = { start: partBytes - 10, end: partBytes + 10 }
      const part = await buffer((await blobs.open(key, range))!)
      expect(part.equals(content.subarray(range.start, range.end + 1))).toBe(true)
      const file = await blobs.lend(key)
      const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
      expect(hash(await buffer((await blobs.open(key))!))).toBe(hash(content))
      expect(readdirSync(folder)).toHaveLength(1)
      await file!.release()
      expect(readdirSync(folder)).toEqual([])
    })

    it('leave no parts of what fails in the middle', async () => {
      async function* broken(): AsyncGenerator<Uint8Array> {
        yield randomBytes(partBytes + 1)
        expect(await openUploads()).toBe(1)
        throw new Error('the reader has gone')
      }
      await expect(blobs.put(key, broken())).rejects.toThrow('the reader has gone')
      expect(await openUploads()).toBe(0)
      expect(await blobs.stat(key)).toBeNull()
    })

    it('of a gateway that stands still are refused within the time, and a reader is told in the middle', async () => {
      await blobs.put(key, words())
      await blobs.put(blobKeys.upload('long'), Readable.from([randomBytes(6 * 1_024 ** 2)]))
      const reading = (await hasty.open(blobKeys.upload('long')))!
      s3.freeze()
      try {
        const began = performance.now()
        const asked = [
          hasty.stat(key),
          hasty.open(key),
          hasty.lend(key),
          hasty.present([key]),
          hasty.remove(blobKeys.upload('other')),
          buffer(reading),
        ]
        for (const each of await Promise.allSettled(asked)) {
          expect(each).toMatchObject({ reason: { code: 'blobs_unavailable' } })
        }
        expect(performance.now() - began).toBeLessThan(10_000)
        expect(readdirSync(folder)).toEqual([])
      } finally {
        s3.thaw()
      }
      expect(await text((await blobs.open(key)) ?? words('gone'))).toBe('words')
    })

    it('are refused to who has the wrong key, in words that do not hold it', async () => {
      process.env['AWS_SECRET_ACCESS_KEY'] = 'WRONGWRONG'
      try {
        await expect(s3Blobs(place, folder).put(key, words())).rejects.toMatchObject({
          code: 'blobs_refused',
          message: expect.not.stringContaining('WRONG') as string,
        })
      } finally {
        Object.assign(process.env, s3Credentials)
      }
    })

    it('that no report names go, those of reports that are being made stay', async () => {
      const sha256 = (of: string): string => createHash('sha256').update(of).digest('hex')
      const files = createReportFiles({
        ...blobs,
        // As if a day had passed.
        sweep: (area, rest) => blobs.sweep(area, { ...rest, olderThanMs: -60_000 }),
      })
      const workbook = (of: string) => ({ fileName: 'a.xlsx', bytes: 5, sha256: sha256(of) })
      for (const [reportOid, of] of [
        ['made', 'one'],
        ['made', 'of a node that was taken for dead'],
        ['being-made', 'two'],
        ['deleted', 'three'],
      ] as const) {
        const path = join(folder, 'workbook')
        writeFileSync(path, 'words')
        await files.publish(path, reportOid, workbook(of))
      }
      await files.sweepUnnamed({
        workbooks: async () =>
          new Map([
            ['made', workbook('one')],
            ['being-made', null],
          ]),
      })
      const isThere = async (oid: string, of: string) =>
        (await files.find(oid, workbook(of), true)) !== null
      expect(await isThere('made', 'one')).toBe(true)
      expect(await isThere('made', 'of a node that was taken for dead')).toBe(false)
      expect(await isThere('being-made', 'two')).toBe(true)
      expect(await isThere('deleted', 'three')).toBe(false)
    })
  })

  describeCluster('of a server on PostgreSQL', (postgres) => {
    it('are found by a node with another folder, and of another database never', async () => {
      const databaseUrl = await postgres().createDatabase()
      const blobs = await s3.createBucket()
      const first = await started({ databaseUrl, blobs })
      const lines = Array.from(
        { length: 50 },
        (_, n) => `2026-01-05 10:${String(n).padStart(2, '0')}:00\t@ana\tBerth ${n} is ready`,
      )
      const imported = first.events('rooms=*&topics=imports')
      await imported.opened
      await first.api(`/api/imports?name=${encodeURIComponent('#harbour.weechatlog')}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/octet-stream' },
        body: lines.join('\n'),
      })
      await imported.until(({ event }) => event === 'IMPORT_STATUS_END')
      const { items } = await first.json<{ items: { roomOid: string }[] }>('/api/rooms')
      const roomOid = items[0]!.roomOid
      const { reports } = await first.post<{ reports: Report[] }>('/api/reports', {
        roomOids: [roomOid],
      })
      expect((await imported.end(roomOid)).data.state).toBe('finished')
      expect(readdirSync(join(first.dataDir, 'reports'))).toEqual([])
      await first.close()

      const second = await started({ databaseUrl, blobs })
      const path = `/api/reports/${reports[0]!.reportOid}/workbook`
      const answer = await second.api(path)
      const etag = answer.headers.get('ETag') ?? ''
      const whole = Buffer.from(await answer.arrayBuffer())
      expect(whole.subarray(0, 2).toString()).toBe('PK')
      const part = await second.api(path, { headers: { Range: 'bytes=0-1', 'If-Range': etag } })
      expect([part.status, await part.text()]).toEqual([206, 'PK'])
      // A preview needs a local file to jump about in.
      const preview = await second.api(`/api/reports/${reports[0]!.reportOid}/report.html`)
      expect(preview.status).toBe(200)

      const stranger = startTestServer({ databaseUrl: await postgres().createDatabase(), blobs })
      await expect(stranger).rejects.toThrow(/The bucket .*belongs to another database/)
    })

    it('let a report wait in writing while the gateway is down, which then goes on and writes nothing twice', async () => {
      const databaseUrl = await postgres().createDatabase()
      const server = await started({ databaseUrl, blobs: await s3.createBucket() })
      await server.feed('a', 20)
      const recorded = server.events('rooms=*')
      await recorded.opened
      const { reports } = await server.post<{ reports: Report[] }>('/api/reports', {
        roomOids: ['a'],
      })
      await recorded.end('a')
      await server.feed('b', 20)
      await s3.end()
      await server.post('/api/reports', { roomOids: ['b'] })
      const waits = await recorded.until(
        ({ event, data }) =>
          event === 'EXCEL_STATUS' && data.roomOid === 'b' && data.code === 'trying_again',
      )
      expect(waits.data.state).toBe('writing')
      const list = await server.json<{ items: Report[] }>('/api/reports')
      expect(list.items).toHaveLength(2)
      expect(list.items[1]!.workbook).not.toHaveProperty('missing')
      const download = await server.api(`/api/reports/${reports[0]!.reportOid}/workbook`)
      expect(download.status).toBe(503)
      expect(await download.json()).toMatchObject({
        code: 'unavailable',
        params: { context: 'blobs' },
      })
      await s3.resume()
      const end = await recorded.end('b')
      expect(end.data.state).toBe('finished')
      const log = await server.json<{ items: { id: string; params?: { stage?: string } }[] }>(
        `/api/reports/${end.data.reportOid}/log`,
      )
      const written = log.items.filter(
        ({ id, params }) => id === 'report.stage_done' && params?.stage === 'writing',
      )
      expect(written).toHaveLength(1)
    }, 120_000)
  })
})

describeCluster('files in a shared folder', (postgres) => {
  it('are not put into an empty folder in the place of one that is not mounted', async () => {
    const databaseUrl = await postgres().createDatabase()
    const shared = join(folder, 'shared')
    const blobs = `file://${shared}`
    const server = await started({ databaseUrl, blobs })
    await server.feed('a', 5)
    const recorded = server.events('rooms=*')
    await recorded.opened
    await server.post('/api/reports', { roomOids: ['a'] })
    await recorded.end('a')
    expect(readdirSync(join(shared, 'reports'))).toHaveLength(1)
    await server.close()
    renameSync(shared, `${shared}-elsewhere`)
    await expect(startTestServer({ databaseUrl, blobs })).rejects.toThrow(
      /The shared folder .* is not mounted/,
    )
    renameSync(`${shared}-elsewhere`, shared)
    await started({ databaseUrl, blobs })
  })
})
