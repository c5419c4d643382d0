import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rawRequest, startTestServer, type TestServer } from './harness.ts'

let folder: string
let server: TestServer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapporteur-page-'))
  const page = join(folder, 'renderer')
  await mkdir(join(page, 'assets'), { recursive: true })
  await writeFile(
    join(page, 'index.html'),
    '<meta name="csp-nonce" content="__CSP_NONCE__"><meta name="app-theme" content="__APP_THEME__">',
  )
  await writeFile(join(page, 'assets', 'window-1.js'), 'void 0')
  await writeFile(join(page, 'assets', 'notes.exe'), 'no part of a page')
  await writeFile(join(folder, 'secret.json'), '{}')
  server = await startTestServer({ pageFolder: page })
})
afterAll(async () => {
  await server.dispose()
  await rm(folder, { recursive: true, force: true })
})

describe('the window', () => {
  it('is given to browsers with a policy of its own for each load', async () => {
    const nonces: string[] = []
    for (let load = 0; load < 2; load++) {
      const answer = await fetch(server.url)
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
      const policy = answer.headers.get('content-security-policy') ?? ''
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
      expect(await answer.text()).toBe(
        `<meta name="csp-nonce" content="${nonce}"><meta name="app-theme" content="auto">`,
      )
      expect(policy).toContain("connect-src 'self';")
      expect(policy).toContain("frame-ancestors 'none'")
      nonces.push(nonce)
    }
    expect(new Set(nonces).size).toBe(2)
  })

  it('has its parts, which a browser may keep', async () => {
    const answer = await fetch(`${server.url}/assets/window-1.js`)
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(answer.headers.get('cache-control')).toContain('immutable')
    expect(await answer.text()).toBe('void 0')
  })

  it.each([
    '/assets/notes.exe',
    '/assets/',
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/assets/..%5c..%5csecret.json',
    '/assets/%00',
    '/elsewhere',
  ])('is all that there is: %s is not found', async (path) => {
    const answer = await rawRequest(server.url + path, {})
    expect(answer.status).toBe(404)
    expect(answer.body).not.toContain('{}')
  })

  it('takes nothing', async () => {
    expect((await fetch(server.url, { method: 'POST' })).status).toBe(404)
  })

  it('is not given by a server that has none', async () => {
    const bare = await startTestServer()
    expect((await fetch(bare.url)).status).toBe(404)
    await bare.dispose()
  })
})
