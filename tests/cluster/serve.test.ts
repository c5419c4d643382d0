import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Report } from '../../server/contract/reports.ts'
import type { Room } from '../../server/contract/rooms.ts'
import { startTestServer, type TestServer } from '../integration/harness.ts'
import { describeCluster } from './cluster.ts'

const cli = resolve('server/cli.ts')

let folder: string
const children: ReturnType<typeof spawn>[] = []
const servers: TestServer[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-cluster-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const server of servers.splice(0)) await server.dispose()
  rmSync(folder, { recursive: true, force: true })
})

function serve(dataDir: string, url: string) {
  const args = ['--import', 'tsx', cli, 'serve', '--data-dir', join(folder, dataDir)]
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, RAPPORTEUR_DATABASE_URL: url },
  })
  children.push(child)
  return child
}

async function ended(child: ReturnType<typeof serve>): Promise<{ code: number; text: string }> {
  let text = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const [code] = (await once(child, 'close')) as [number]
  return { code, text }
}

describeCluster('a server on PostgreSQL', (postgres) => {
  async function started(url: string): Promise<TestServer> {
    const server = await startTestServer({ databaseUrl: url })
    servers.push(server)
    return server
  }

  it('imports, reports, searches and remembers, and keeps only files in its folder', async () => {
    const url = await postgres().createDatabase()
    const server = await started(url)
    const file = join(folder, '#harbour.weechatlog')
    const lines = Array.from(
      { length: 3_000 },
      (_, n) =>
        `2026-01-${String(1 + (n % 28)).padStart(2, '0')} 10:00:00\t@${n % 2 ? 'ana' : 'bo'}\tBerth ${n} is ready, 港の準備`,
    )
    writeFileSync(file, `${lines.join('\n')}\n`)
    const events = server.events('rooms=*&topics=imports')
    await events.opened
    const [importOid] = await server.importPaths([file])
    const imported = await events.until(
      ({ event, data }) => event === 'IMPORT_STATUS_END' && data['importOid'] === importOid,
    )
    expect(imported.data).toMatchObject({ state: 'finished', counts: { messages: 3_000 } })
    const { items } = await server.json<{ items: Room[] }>('/api/rooms')
    expect(items).toMatchObject([{ messageCount: 3_000, participantCount: 2 }])
    const roomOid = items[0]!.roomOid
    const { reports } = await server.post<{ reports: Report[] }>('/api/reports', {
      roomOids: [roomOid],
    })
    const end = await events.end(roomOid)
    expect(end.data).toMatchObject({ state: 'finished', reportOid: reports[0]!.reportOid })
    const workbook = await server.api(`/api/reports/${reports[0]!.reportOid}/workbook`)
    expect(
      Buffer.from(await workbook.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
    await expect
      .poll(async () => (await server.json<{ total: number }>('/api/search?q=港')).total)
      .toBe(3_000)

    const again = await server.restart({ databaseUrl: url })
    servers[0] = again
    const after = await again.json<{ items: Report[] }>('/api/reports')
    expect(after.items).toMatchObject([{ state: 'finished', roomOid }])
    expect(existsSync(join(again.dataDir, 'rapporteur.db'))).toBe(false)
    expect(existsSync(join(again.dataDir, 'reports', after.items[0]!.workbook!.fileName))).toBe(
      true,
    )
  }, 60_000)

  it('is one of the nodes that work on the database, each in a folder of its own', async () => {
    const url = await postgres().createDatabase()
    const [first, second] = [serve('one', url), serve('two', url)]
    await Promise.all([first, second].map(({ stdout }) => once(createInterface(stdout), 'line')))
    const third = await ended(serve('two', url))
    expect(third.code).toBe(3)
    expect(third.text).toContain('is in use by another Rapporteur')
    second.kill('SIGTERM')
    expect((await ended(second)).code).toBe(0)
  }, 60_000)

  it('of which a copied folder makes a second of the same name ends, and says why', async () => {
    const url = await postgres().createDatabase()
    const first = serve('one', url)
    await once(createInterface(first.stdout), 'line')
    const text = ended(first)
    cpSync(join(folder, 'one', 'node-id'), join(folder, 'two', 'node-id'))
    const second = serve('two', url)
    await once(createInterface(second.stdout), 'line')
    expect((await text).code).toBe(3)
    expect((await text).text).toContain('under the name of this one')
  }, 60_000)

  it('says of a database that cannot hold every script what to do', async () => {
    const latin = await ended(serve('one', await postgres().createDatabase('LATIN1')))
    expect(latin.code).toBe(1)
    expect(latin.text).toContain('Make one with the encoding UTF8')
  }, 60_000)

  it('that cannot reach it says which one, and never its password', async () => {
    const gone = await ended(serve('one', 'postgres://ana:s3cret@127.0.0.1:1/rooms'))
    expect(gone.code).toBe(1)
    expect(gone.text).toContain('The database rooms at 127.0.0.1:1 cannot be used')
    const wrong = await ended(serve('one', 'mysql://ana:s3cret@127.0.0.1/rooms'))
    expect(wrong.code).toBe(2)
    expect(wrong.text).toContain('postgres://')
    expect(gone.text + wrong.text).not.toContain('s3cret')
  }, 60_000)
})
