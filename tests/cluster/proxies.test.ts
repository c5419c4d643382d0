import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { record, startTestServer, type TestServer } from '../integration/harness.ts'
import { freePort } from '../support/free-port.ts'

/** The proxies of docs/operations.md, run with what stands there but for names, ports and certificates. */
const page = readFileSync('docs/operations.md', 'utf8')

/** The block of the page in this language. */
function blockOf(language: string): string {
  const block = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(page)?.[1]
  if (block === undefined) throw new Error(`docs/operations.md has no block of ${language}`)
  return block
}

/** nginx is in /usr/sbin, which is not in everybody's path. */
const programs = { nginx: '/usr/sbin/nginx', caddy: '/usr/bin/caddy' } as const
type Proxy = keyof typeof programs

function configOf(proxy: Proxy, folder: string, port: number, behind: string): string {
  if (proxy === 'caddy') {
    const site = blockOf('caddy').replace('reports.example.org', `http://127.0.0.1:${port}`)
    return `{\n\tadmin off\n}\n${site.replace('127.0.0.1:8080', behind)}`
  }
  const site = blockOf('nginx')
    .replace(/listen .*;/, `listen 127.0.0.1:${port};`)
    .replaceAll(/ *ssl_certificate.*;\n/g, '')
    .replace('127.0.0.1:8080', behind)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join('\n')
  return `pid ${folder}/pid;\nerror_log stderr;\ndaemon off;\nevents {}\nhttp {\naccess_log off;\ngzip on;\n${temporary}\n${site}\n}\n`
}

let server: TestServer
let folder: string
let child: ChildProcess | null = null
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-proxy-'))
  server = await startTestServer({ publicHosts: ['reports.example.org', '127.0.0.1'] })
})
afterEach(async () => {
  if (child !== null && child.exitCode === null) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  child = null
})
afterAll(async () => {
  await server.dispose()
  rmSync(folder, { recursive: true, force: true })
})

async function startProxy(proxy: Proxy): Promise<string> {
  const port = await freePort()
  const file = join(folder, proxy)
  writeFileSync(file, configOf(proxy, folder, port, new URL(server.url).host))
  const args =
    proxy === 'nginx'
      ? ['-e', 'stderr', '-c', file]
      : ['run', '--adapter', 'caddyfile', '--config', file]
  child = spawn(programs[proxy], args, {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  })
  const url = `http://127.0.0.1:${port}`
  await expect
    .poll(
      () =>
        fetch(`${url}/api/health`).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 10_000 },
    )
    .toBe(200)
  return url
}

describe.each(['nginx', 'caddy'] as const)(
  'behind %s as docs/operations.md sets it up',
  (proxy) => {
    const isHere = spawnSync(programs[proxy], [proxy === 'nginx' ? '-v' : 'version']).status === 0
    if (!isHere)
      console.warn(`SKIPPED: behind ${proxy}: Debian's package ${proxy} is not installed`)

    it.skipIf(!isHere)(
      'events come at once and large uploads pass',
      async () => {
        const url = await startProxy(proxy)
        await server.feed(`at-${proxy}`, 20)
        const recorder = record(`${url}/api/events?rooms=*`, server.accessToken)
        await recorder.opened
        await server.post('/api/reports', { roomOids: [`at-${proxy}`] })
        expect((await recorder.end(`at-${proxy}`)).data.state).toBe('finished')
        // Not all at the end, as out of a buffer.
        expect(
          recorder.events.filter(({ data }) => data.roomOid === `at-${proxy}`).length,
        ).toBeGreaterThan(2)
        recorder.close()

        const line = '2026-01-05 10:00:00\t@ana\tBerth is ready\n'
        const upload = await fetch(`${url}/api/imports?name=room.weechatlog`, {
          method: 'POST',
          headers: {
            Authorization: `Bearer ${server.accessToken}`,
            'Content-Type': 'application/octet-stream',
          },
          // nginx takes one megabyte unless it is told.
          body: line.repeat(60_000),
        })
        expect(upload.status).toBe(202)
      },
      60_000,
    )
  },
)
