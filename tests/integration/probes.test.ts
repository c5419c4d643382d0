import { renameSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rawRequest, startTestServer, type TestServer } from './harness.ts'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server.dispose())

const ask = (path: string, headers: Record<string, string> = {}) =>
  rawRequest(server.url + path, headers)

describe('the probes', () => {
  it('are answered without a token, by whatever name the node is called', async () => {
    for (const headers of [{}, { Host: '10.1.2.3:8080' }]) {
      expect(await ask('/livez', headers)).toMatchObject({ status: 200, body: '{"status":"ok"}' })
      expect(await ask('/readyz', headers)).toMatchObject({
        status: 200,
        body: '{"status":"ready"}',
      })
    }
    expect((await ask('/api/rooms', { Host: '10.1.2.3:8080' })).status).toBe(403)
    expect((await ask('/api/rooms')).status).toBe(401)
  })

  it('say that a node which is closing is alive and not ready', async () => {
    await server.dispose()
    server = await startTestServer({ drainNoticeMs: 500 })
    const closed = server.close()
    const { status, body } = await ask('/readyz')
    expect(status).toBe(503)
    expect(JSON.parse(body)).toEqual({ status: 'not_ready', reasons: ['draining'] })
    expect((await ask('/livez')).status).toBe(200)
    await closed
  })

  it('say that the data folder is gone', async () => {
    renameSync(server.dataDir, `${server.dataDir}-away`)
    const { status, body } = await ask('/readyz')
    renameSync(`${server.dataDir}-away`, server.dataDir)
    expect(status).toBe(503)
    expect(JSON.parse(body)).toEqual({ status: 'not_ready', reasons: ['storage'] })
    expect((await ask('/readyz')).status).toBe(200)
  })
})
