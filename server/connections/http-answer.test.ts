import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { ServiceRequest } from './connector.ts'
import { connectionLimits } from './limits.ts'
import { networkSession } from './session.ts'

let server: Server
let address = ''
async function serve(answer: RequestListener): Promise<void> {
  server = createServer(answer)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const ask = (request: Partial<ServiceRequest> = {}, signal = new AbortController().signal) =>
  networkSession({ address, secrets: {}, people: new Map(), signal }).ask({
    url: `${address}/`,
    ...request,
  })

const tooLong = { kind: 'refused', message: 'too long' }

describe('asking a server', () => {
  it('reads what is packed, and what is not, with its status and headers', async () => {
    const packers = new Map([
      ['gzip', gzipSync],
      ['br', brotliCompressSync],
    ])
    await serve(({ headers, url = '' }, response) => {
      const name = url.slice(1)
      const said = JSON.stringify({ said: 'übermorgen', takes: headers['accept-encoding'] })
      const encoding = name === '' ? {} : { 'content-encoding': name }
      response.writeHead(299, { 'x-limit': ['1', '2'], ...encoding })
      response.end(packers.get(name)?.(said) ?? said)
    })
    for (const name of ['', 'gzip', 'br', 'constructor']) {
      const answer = await ask({ url: `${address}/${name}` })
      expect(answer.body).toEqual({ said: 'übermorgen', takes: 'gzip, br' })
      expect([answer.status, answer.headers.get('X-Limit')]).toEqual([299, '1, 2'])
      expect(answer.headers.get('__proto__')).toBeNull()
    }
  })

  it('sends JSON and forms with their length', async () => {
    const seen: [IncomingMessage['headers'], string][] = []
    await serve((request, response) => {
      let body = ''
      request.on('data', (part: Buffer) => (body += part.toString()))
      request.on('end', () => {
        seen.push([request.headers, body])
        response.end('{}')
      })
    })
    await ask({ method: 'PUT', body: { text: 'ü' } })
    await ask({ method: 'POST', form: { a: 'b c', d: '&' } })
    expect(seen.map(([, body]) => body)).toEqual(['{"text":"ü"}', 'a=b+c&d=%26'])
    expect(seen.map(([headers]) => headers['content-length'])).toEqual(['13', '11'])
    expect(seen.map(([headers]) => headers['content-type'])).toEqual([
      'application/json; charset=utf-8',
      'application/x-www-form-urlencoded;charset=UTF-8',
    ])
  })

  it('follows no redirect: it could carry the token to a stranger', async () => {
    const asked: unknown[] = []
    await serve(({ url }, response) => {
      asked.push(url)
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    expect((await ask()).status).toBe(302)
    expect(asked).toEqual(['/'])
  })

  it('reads no answer that is too long, be it packed into a short one', async () => {
    const long = Buffer.alloc(connectionLimits.maxAnswerBytes + 1, '1')
    await serve(({ url }, response) => {
      const name = url?.slice(1) ?? ''
      if (name === 'gzip') response.writeHead(200, { 'content-encoding': name }).end(gzipSync(long))
      else response.end(long)
    })
    await expect(ask({ url: `${address}/plain` })).rejects.toMatchObject(tooLong)
    await expect(ask({ url: `${address}/gzip` })).rejects.toMatchObject(tooLong)
  })

  it('says why no answer came: none in time, half of one, a line that was closed, another protocol', async () => {
    await serve(({ url }, response) => {
      if (url === '/half') {
        response.writeHead(200, { 'content-length': '10' })
        response.write('{', () => response.destroy())
      } else if (url === '/garbled') {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip')
      } else if (url === '/closed') response.destroy()
      else if (url === '/other') {
        response.socket?.end('HTTP/1.1 101 X\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n')
      } else response.flushHeaders()
    })
    const of = (path: string) => ask({ url: `${address}${path}`, patienceMs: 20_000 })
    for (const path of ['/half', '/garbled', '/closed', '/other']) {
      await expect(of(path), path).rejects.toMatchObject({ kind: 'unavailable' })
    }
    await expect(ask({ patienceMs: 50 })).rejects.toMatchObject({
      kind: 'unavailable',
      message: 'no answer in time',
    })
  })

  it('ends with the reason of whoever does not want it any more', async () => {
    const stop = new AbortController()
    const reason = new Error('paused')
    await serve((_, response) => {
      response.flushHeaders()
      stop.abort(reason)
    })
    await expect(ask({}, stop.signal)).rejects.toBe(reason)
    await expect(ask({}, stop.signal)).rejects.toBe(reason)
  })
})
