import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ReportAnswer } from '../../server/contract/reports.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer()
  await server.feed('quay', 20)
})
afterEach(() => server.dispose())

/** What the log says of this report once it has ended. */
async function linesOf(traceparent: string): Promise<Record<string, unknown>[]> {
  const stream = server.events('rooms=quay')
  await stream.opened
  const { reports } = await server.post<ReportAnswer>(
    '/api/reports',
    { roomOids: ['quay'] },
    { traceparent },
  )
  await stream.end('quay')
  const file = join(server.dataDir, 'logs', 'rapporteur.log')
  const lines = (): Record<string, unknown>[] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.includes(reports[0]?.reportOid ?? ''))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  await expect.poll(() => lines().map(({ id }) => id)).toContain('report.finished')
  return lines()
}

describe('the trace of a request', () => {
  it('stands in every line about the report that it asked for', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    const traces = (await linesOf(traceparent)).map((line) => line['traceparent'])
    expect(traces.length).toBeGreaterThan(3)
    expect(new Set(traces)).toEqual(new Set([traceparent]))
  })

  it('counts as none where it is none', async () => {
    for (const line of await linesOf('00-0000-secret-01'))
      expect(line).not.toHaveProperty('traceparent')
  })
})
