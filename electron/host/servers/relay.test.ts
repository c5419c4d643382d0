import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { strFromU8, unzipSync } from 'fflate'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fetchAsk } from '../../../tests/support/fetch-ask.ts'
import { rawRequest } from '../../../tests/integration/harness.ts'
import { startRelay, type Relay } from './relay.ts'
import { uploadPaths } from './upload.ts'

let server: Server
let relay: Relay
let serve: (request: IncomingMessage, response: ServerResponse) => void
let refused: string[]
const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(relay.url + path, {
    ...init,
    headers: { Authorization: 'Bearer of-the-page', ...init.headers },
  })

beforeEach(async () => {
  refused = []
  server = createServer((request, response) => serve(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  relay = await startRelay({
    ask: fetchAsk,
    targetOf: (token) => (token === 'of-the-page' ? { url, token: 'of-the-server' } : null),
    onUnauthorized: (token) => refused.push(token),
  })
})
afterEach(async () => {
  await relay.close()
  if (!server.listening) return
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

it('goes on with the token of the server, and with nothing of the page that is not needed', async () => {
  let seen: IncomingMessage['headers'] = {}
  serve = ({ headers }, response) => {
    seen = headers
    response.setHeader('Set-Cookie', 'a=b')
    response.setHeader('ETag', '"1"')
    response.end('{}')
  }
  const answer = await ask('/api/rooms', {
    headers: { Cookie: 'a=b', Origin: 'app://rapporteur', 'Last-Event-ID': 'x-1', 'X-Other': '1' },
  })
  expect(seen).toMatchObject({ authorization: 'Bearer of-the-server', 'last-event-id': 'x-1' })
  expect([seen['cookie'], seen.origin, seen['x-other']]).toEqual([undefined, undefined, undefined])
  expect(answer.headers.get('etag')).toBe('"1"')
  expect(answer.headers.get('set-cookie')).toBeNull()
  expect(answer.headers.get('access-control-allow-origin')).toBe('app://rapporteur')
})

it('is nobody else’s way: not without its token, not for foreign pages or names, not past the API', async () => {
  const touched = vi.fn()
  serve = (_request, response) => {
    touched()
    response.end()
  }
  expect((await ask('/api/rooms', { headers: { Authorization: 'Bearer guessed' } })).status).toBe(
    401,
  )
  expect((await ask('/api/rooms', { headers: { Origin: 'https://evil.example' } })).status).toBe(
    403,
  )
  expect((await ask('/rooms')).status).toBe(401)
  const { port } = new URL(relay.url)
  const named = { Host: `evil.example:${port}`, Authorization: 'Bearer of-the-page' }
  expect((await rawRequest(`${relay.url}/api/rooms`, named)).status).toBe(403)
  expect(touched).not.toHaveBeenCalled()
})

it('hands events on as they come, and hangs up on the server when the page does', async () => {
  const ended = new Promise<void>((resolve) => {
    serve = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.write('data: 1\n\n')
      response.on('close', () => resolve())
    }
  })
  const hangUp = new AbortController()
  const answer = await ask('/api/events?rooms=*', { signal: hangUp.signal })
  const { value } = await answer.body!.getReader().read()
  expect(new TextDecoder().decode(value)).toBe('data: 1\n\n')
  hangUp.abort()
  await ended
})

it('says why there is no answer, follows nobody elsewhere, and tells of a token that is refused', async () => {
  serve = (_request, response) => response.writeHead(302, { Location: 'https://x.example' }).end()
  const redirected = await ask('/api/rooms')
  expect(redirected.status).toBe(502)
  expect(await redirected.json()).toMatchObject({ code: 'server_unreachable' })
  serve = (_request, response) => response.writeHead(401).end()
  expect((await ask('/api/rooms')).status).toBe(401)
  expect(refused).toEqual(['of-the-page'])
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
  expect(await (await ask('/api/rooms')).json()).toMatchObject({
    code: 'server_unreachable',
    params: { host: expect.stringContaining('127.0.0.1') as string },
  })
})

it('sends files as they are and folders as archives', async () => {
  const sent = new Map<string, Buffer>()
  serve = (request, response) => {
    const name = new URL(request.url ?? '', 'http://x').searchParams.get('name') ?? ''
    void buffer(request).then((bytes) => {
      sent.set(name, bytes)
      response.writeHead(202).end(JSON.stringify({ importOid: `import of ${name}` }))
    })
  }
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-sent-'))
  try {
    mkdirSync(join(folder, 'export', 'general'), { recursive: true })
    writeFileSync(join(folder, 'export', 'users.json'), '[]')
    writeFileSync(join(folder, 'export', 'general', 'day.json'), 'x'.repeat(300_000))
    writeFileSync(join(folder, 'chat.txt'), 'Ahoy')
    const paths = [join(folder, 'chat.txt'), join(folder, 'export')]
    const to = { url: relay.url, accessToken: 'of-the-page' }
    expect(await uploadPaths(paths, to)).toEqual(['import of chat.txt', 'import of export.zip'])
    expect(sent.get('chat.txt')?.toString()).toBe('Ahoy')
    const files = unzipSync(sent.get('export.zip')!)
    expect(Object.keys(files).toSorted()).toEqual(['general/day.json', 'users.json'])
    expect(strFromU8(files['general/day.json']!)).toBe('x'.repeat(300_000))
    serve = (_request, response) => response.writeHead(413).end('{"detail":"Too large"}')
    await expect(uploadPaths(paths, to)).rejects.toMatchObject({
      code: 'server_upload',
      params: { file: 'chat.txt', text: 'Too large' },
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
