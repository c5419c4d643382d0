import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { holdRequests } from './held-requests.ts'

let server: Server
let url: string

beforeEach(async () => {
  server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const answer = (): void => {
  server.on('request', (request, response) => {
    response.end(`${request.method} ${request.url}`)
  })
}

it('answers what came early once there is somebody to answer, and nothing twice', async () => {
  const held = holdRequests(server)
  const early = fetch(`${url}/early`, { method: 'POST', body: 'x' })
  await once(server, 'request')
  answer()
  held.release()
  expect(await (await early).text()).toBe('POST /early')
  expect(await (await fetch(`${url}/late`)).text()).toBe('GET /late')
})

it('gives up what came early when nobody will answer, and holds what comes next', async () => {
  const held = holdRequests(server)
  const first = fetch(url)
  await once(server, 'request')
  held.drop()
  await expect(first).rejects.toThrow('fetch failed')
  const second = fetch(`${url}/second`)
  await once(server, 'request')
  answer()
  held.release()
  expect(await (await second).text()).toBe('GET /second')
})

it('refuses more than it can hold', async () => {
  const held = holdRequests(server)
  const all = Array.from({ length: 65 }, () => fetch(url).catch(() => null))
  const first = await Promise.race(all)
  expect(first?.status).toBe(503)
  held.drop()
  await Promise.all(all)
})

it('answers what the browser asks before the page may ask, to the page of the app alone', async () => {
  const held = holdRequests(server)
  const ask = (origin: string) =>
    fetch(`${url}/api/rooms`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET' },
    })
  const allowed = await ask('app://rapporteur')
  expect(allowed.status).toBe(204)
  expect(allowed.headers.get('access-control-allow-origin')).toBe('app://rapporteur')
  expect(allowed.headers.get('access-control-allow-headers')).toContain('authorization')

  const stranger = ask('https://example.org')
  await once(server, 'request')
  answer()
  held.release()
  expect(await (await stranger).text()).toBe('OPTIONS /api/rooms')
})
