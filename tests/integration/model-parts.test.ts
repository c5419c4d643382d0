import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Report } from '../../server/contract/reports.ts'
import type { Summary } from '../../server/contract/summary.ts'
import { sourceProgram, startServerProcess } from '../crash/server-process.ts'
import { isMerge, linesOf, piecewise } from '../summary/model-answers.ts'
import {
  sendJson,
  startScripted,
  type AskedBody,
  type Script,
  type ScriptedServer,
} from '../summary/scripted-server.ts'
import { record, startTestServer, type TestServer } from './harness.ts'

let model: ScriptedServer
let server: TestServer | undefined
afterEach(async () => {
  await server?.dispose()
  server = undefined
  await model.close()
})

/** The smallest context there is, so that a room of 120 messages has many parts. */
const settings = (): Record<string, unknown> => ({
  summaryEngine: 'openai',
  summaryBaseUrl: `${model.url}/v1`,
  summaryModel: 'test-model',
  summaryContextTokens: 2_048,
})

async function begin(script: Script): Promise<TestServer> {
  model = await startScripted(script)
  server = await startTestServer({ flags: settings() })
  await server.feed('long', 120)
  return server
}

const firstIdOf = (body: AskedBody): string => linesOf(body)[0]?.id ?? ''
const partsAsked = (): string[] =>
  model.requests.flatMap(({ body }) => (isMerge(body) ? [] : [firstIdOf(body)]))

async function trigger(from: TestServer): Promise<string> {
  const { reports } = await from.post<{ reports: Report[] }>('/api/reports', {
    roomOids: ['long'],
  })
  return reports[0]?.reportOid ?? ''
}

describe('a long room', () => {
  it('says which part is being read, and the pieces of text name it', async () => {
    const at = await begin(piecewise)
    const stream = at.events('rooms=long')
    await trigger(at)
    const end = await stream.end('long')
    expect(end.data.state).toBe('finished')
    expect(partsAsked().length).toBeGreaterThan(4)
    const text = stream.events.filter(({ event }) => event === 'SUMMARY_DELTA')
    expect(text.length).toBeGreaterThan(0)
    for (const { data } of text) {
      expect(data['attempt']).toBe(1)
      expect(data['phase']).toMatch(/^Putting \d+ parts together$/)
    }
  })

  it('shows the part that a slow server is reading', async () => {
    let go = (): void => undefined
    const at = await begin(async (response, asked) => {
      if (asked.number === 3) await new Promise<void>((resolve) => (go = resolve))
      void piecewise(response, asked)
    })
    const stream = at.events('rooms=long')
    await trigger(at)
    const found = await stream.until(({ data }) => /^Reading part 3 of \d+$/.test(data.message))
    expect(found.data.state).toBe('summarizing')
    go()
    expect((await stream.end('long')).data.state).toBe('finished')
  })

  it('buys after a cancel only what is missing, also for a new report', async () => {
    let cancel = async (): Promise<void> => undefined
    const at = await begin(async (response, asked) => {
      if (asked.number === 4) await cancel()
      else void piecewise(response, asked)
    })
    const stream = at.events('rooms=long')
    const reportOid = await trigger(at)
    cancel = () => at.post(`/api/reports/${reportOid}/cancel`)
    expect((await stream.end('long')).data.state).toBe('cancelled')
    const before = partsAsked()
    expect(before).toHaveLength(4)

    const again = await trigger(at)
    await stream.until(
      ({ event, data }) => event === 'EXCEL_STATUS_END' && data.reportOid === again,
    )
    const summary = await at.json<Summary>(`/api/reports/${again}/summary`)
    expect(summary.method.kind).toBe('generative')
    expect(summary.usage?.reusedParts).toBe(3)
    // The part that was broken off is asked for again; no other is.
    const all = partsAsked()
    expect(all).toHaveLength(new Set(all).size + 1)
    expect(all.filter((id) => id === before[3])).toHaveLength(2)
  })

  it('buys after a part that failed only that part and those behind it', async () => {
    let broken = true
    const at = await begin((response, asked) => {
      if (broken && asked.number === 3) sendJson(response, 401, { error: { message: 'expired' } })
      else void piecewise(response, asked)
    })
    const stream = at.events('rooms=long')
    const first = await trigger(at)
    await stream.end('long')
    const quoted = await at.json<Summary>(`/api/reports/${first}/summary`)
    expect(quoted.method).toMatchObject({ kind: 'extractive' })
    expect(quoted.method.fallbackReason).toContain('expired')

    broken = false
    const second = await trigger(at)
    await stream.until(
      ({ event, data }) => event === 'EXCEL_STATUS_END' && data.reportOid === second,
    )
    const summary = await at.json<Summary>(`/api/reports/${second}/summary`)
    expect(summary.method.kind).toBe('generative')
    expect(summary.usage?.reusedParts).toBe(2)
    const all = partsAsked()
    expect(all).toHaveLength(new Set(all).size + 1)
  })

  it(
    'buys nothing twice after a process that was killed in the middle',
    { timeout: 60_000 },
    async () => {
      let killed: () => void = () => undefined
      const reached = new Promise<void>((resolve) => (killed = resolve))
      model = await startScripted((response, asked) => {
        // The fourth call is never answered: the process dies while it waits.
        if (asked.number === 4) killed()
        else void piecewise(response, asked)
      })
      const dataDir = await mkdtemp(join(tmpdir(), 'rapporteur-killed-'))
      try {
        server = await startTestServer({ dataDir, flags: settings() })
        await server.feed('long', 120)
        await server.close()
        const env = Object.fromEntries(
          Object.entries(settings()).map(([key, value]) => [
            `RAPPORTEUR_${key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`,
            String(value),
          ]),
        )
        const child = await startServerProcess(dataDir, env, sourceProgram)
        const { reports } = (await (
          await fetch(`${child.url}/api/reports`, {
            method: 'POST',
            headers: {
              Authorization: `Bearer ${child.accessToken}`,
              'Content-Type': 'application/json',
            },
            body: JSON.stringify({ roomOids: ['long'] }),
          })
        ).json()) as { reports: Report[] }
        await reached
        await child.kill()
        expect(partsAsked()).toHaveLength(4)

        const next = await startServerProcess(dataDir, env, sourceProgram)
        const stream = record(`${next.url}/api/events?rooms=long`, next.accessToken)
        const end = await stream.end('long')
        expect(end.data).toMatchObject({ state: 'finished', reportOid: reports[0]?.reportOid })
        stream.close()
        expect(await next.stop()).toBe(0)
        const all = partsAsked()
        expect(all).toHaveLength(new Set(all).size + 1)
      } finally {
        await rm(dataDir, { recursive: true, force: true })
      }
    },
  )
})
