import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Report } from '../../server/contract/reports.ts'
import type { Summary } from '../../server/contract/summary.ts'
import { startTestServer, type TestServer } from '../integration/harness.ts'
import { linesOf } from './model-answers.ts'
import {
  startScripted,
  type AskedBody,
  type Script,
  type ScriptedServer,
} from './scripted-server.ts'

/** What servers answer, and what must come of it; shared/cases/README.md tells the fields. */
const cases = fileURLToPath(new URL('../../../shared/cases/model-answers.json', import.meta.url))
const hasCases = existsSync(cases)
if (!hasCases) console.warn(`SKIPPED: no ${cases}`)

interface Step {
  when?: { longerThan?: number; beforeMs?: number; body?: Record<string, unknown> }
  status?: number
  headers?: Record<string, string>
  json?: unknown
  text?: string
  sse?: unknown[]
  lines?: unknown[]
}
interface Scenario {
  kind: string
  name: string
  engine?: string
  baseUrl?: string
  room: string
  contextTokens?: number
  environment?: Record<string, string>
  get?: Record<string, unknown>
  answer?: unknown
  steps: Step[]
  expect: {
    kind: string
    keyPoints?: number
    minCalls?: number
    maxCalls?: number
    refusals?: number
    secondCallAfterMs?: number
    seen?: string
    markdown?: string
  }
}
interface Cases {
  answer: unknown
  rooms: Record<string, { count: number; from: string; authors: string[]; text: string[] }>
  scenarios: Scenario[]
}
const { answer, rooms, scenarios }: Cases = hasCases
  ? (JSON.parse(readFileSync(cases, 'utf8')) as Cases)
  : { answer: null, rooms: {}, scenarios: [] }

/** A message that a call holds, to be named as a source. */
function sourceIn(body: AskedBody): string {
  const [first] = linesOf(body)
  return first?.id ?? first?.keyPoints?.[0]?.source ?? 'm1'
}

/** `{{ANSWER}}` is the answer as text, `{{ANSWER:0:30}}` a piece of it. */
function filled(value: unknown, text: string): unknown {
  if (typeof value === 'string') {
    return value.replace(/\{\{ANSWER(?::(\d*):(\d*))?\}\}/g, (_all, from?: string, to?: string) =>
      text.slice(Number(from ?? 0), to === undefined || to === '' ? undefined : Number(to)),
    )
  }
  if (Array.isArray(value)) return value.map((each) => filled(each, text))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each, text)]))
}

function scriptOf(scenario: Scenario, refused: { count: number }): Script {
  let began: number | null = null
  return (response, { body }) => {
    began ??= performance.now()
    const length = body.messages.reduce((sum, { content }) => sum + content.length, 0)
    const sinceMs = performance.now() - began
    const step = scenario.steps.find(({ when = {} }) => {
      if (when.longerThan !== undefined && length <= when.longerThan) return false
      if (when.beforeMs !== undefined && sinceMs >= when.beforeMs) return false
      const asked = body as unknown as Record<string, unknown>
      return Object.entries(when.body ?? {}).every(([key, value]) => asked[key] === value)
    })
    if (step === undefined) return void response.writeHead(500).end('no step fits')
    const status = step.status ?? 200
    if (status >= 400) refused.count++
    const said = JSON.stringify(scenario.answer ?? answer).replace('{{SOURCE}}', sourceIn(body))
    const write = (type: string, text: string): void =>
      void response.writeHead(status, { 'content-type': type, ...step.headers }).end(text)
    const json = (value: unknown): string =>
      typeof value === 'string' ? value : JSON.stringify(filled(value, said))
    if (step.sse) {
      return write('text/event-stream', step.sse.map((each) => `data: ${json(each)}\n\n`).join(''))
    }
    if (step.lines) {
      return write('application/x-ndjson', step.lines.map((each) => `${json(each)}\n`).join(''))
    }
    if (step.json !== undefined) return write('application/json', json(step.json))
    write('text/html', String(filled(step.text ?? '', said)))
  }
}

let model: ScriptedServer | undefined
let server: TestServer | undefined
afterEach(async () => {
  await server?.dispose()
  server = undefined
  await model?.close()
  model = undefined
  vi.unstubAllEnvs()
})

async function play(
  scenario: Scenario,
): Promise<{ summary: Summary; markdown: string; refused: number }> {
  const refused = { count: 0 }
  const scripted = await startScripted(scriptOf(scenario, refused), scenario.get)
  model = scripted
  const port = new URL(scripted.url).port
  for (const [name, value] of Object.entries(scenario.environment ?? {})) {
    vi.stubEnv(name, value.replaceAll('{{PORT}}', port))
  }
  const engine = scenario.engine ?? 'openai'
  server = await startTestServer({
    flags: {
      summaryEngine: engine,
      summaryBaseUrl:
        scenario.baseUrl ?? (engine === 'openai' ? `${scripted.url}/v1` : scripted.url),
      summaryModel: engine === 'ollama' ? 'qwen3:8b' : 'test-model',
      summaryApiKey: 'sk-secret-key-of-the-test',
      ...(scenario.contextTokens ? { summaryContextTokens: scenario.contextTokens } : {}),
    },
  })
  const room = rooms[scenario.room]!
  const lines = Array.from({ length: room.count }, (_, index) =>
    JSON.stringify({
      id: `m${index}`,
      at: new Date(Date.parse(room.from) + index * 60_000).toISOString(),
      author: room.authors[index % room.authors.length],
      text: room.text[index % room.text.length]!.replaceAll('#', String(index + 1)),
    }),
  )
  await server.json('/api/rooms/case/messages', { method: 'POST', body: lines.join('\n') })
  const stream = server.events('rooms=case')
  const { reports } = await server.post<{ reports: Report[] }>('/api/reports', {
    roomOids: ['case'],
  })
  const end = await stream.end('case')
  expect(end.data.state).toBe('finished')
  const path = `/api/reports/${reports[0]?.reportOid}`
  return {
    summary: await server.json<Summary>(`${path}/summary`),
    markdown: await (await server.api(`${path}/report.md`)).text(),
    refused: refused.count,
  }
}

describe.skipIf(!hasCases)(
  'what model servers do (skipped where ../shared/cases is absent)',
  () => {
    it.each(scenarios.map((scenario) => [scenario.kind, scenario.name, scenario] as const))(
      '%s: %s',
      async (_kind, _name, scenario) => {
        const { summary, markdown, refused } = await play(scenario)
        const { expect: must } = scenario
        const calls = model!.requests.length
        expect(summary.method, JSON.stringify(summary.method)).toMatchObject({ kind: must.kind })
        if (must.keyPoints) expect(summary.keyPoints.length).toBeGreaterThanOrEqual(must.keyPoints)
        if (must.kind === 'generative') expect(summary.headline).toBe('The model wrote this')
        if (must.minCalls) expect(calls).toBeGreaterThanOrEqual(must.minCalls)
        if (must.maxCalls) expect(calls).toBeLessThanOrEqual(must.maxCalls)
        if (must.refusals) expect(refused).toBeGreaterThanOrEqual(must.refusals)
        if (must.secondCallAfterMs) {
          const [first, second] = model!.requests
          expect(second!.at - first!.at).toBeGreaterThanOrEqual(must.secondCallAfterMs)
        }
        if (must.seen) expect(model!.requests[0]!.path).toContain(must.seen)
        if (must.markdown) expect(markdown).toContain(must.markdown)
        expect(JSON.stringify(summary) + markdown).not.toContain('sk-secret-key-of-the-test')
      },
    )
  },
)

const tokyo = fileURLToPath(
  new URL('../../../shared/cases/due-dates-in-the-report-zone/', import.meta.url),
)

describe.skipIf(!existsSync(tokyo))(
  'dates in words (skipped where ../shared/cases is absent)',
  () => {
    it('are counted in the zone of the report', async () => {
      server = await startTestServer({ flags: { timeZone: 'Asia/Tokyo' } })
      const stream = server.events('rooms=*&topics=imports')
      const [importOid] = await server.importPaths([tokyo], { timeZone: 'UTC' })
      await stream.until(
        ({ event, data }) => event === 'IMPORT_STATUS_END' && data['importOid'] === importOid,
      )
      const { items } = await server.json<{ items: { roomOid: string }[] }>('/api/rooms')
      const { reports } = await server.post<{ reports: Report[] }>('/api/reports', {
        roomOids: items.map(({ roomOid }) => roomOid),
      })
      await stream.end(items[0]!.roomOid)
      const { actionItems } = await server.json<Summary>(
        `/api/reports/${reports[0]?.reportOid}/summary`,
      )
      const dates = new Map(actionItems.map(({ text, due }) => [text, due?.date]))
      expect(dates.get('I will send the contract tomorrow.')).toBe('2026-03-04')
      expect(dates.get('I will call the bank today.')).toBe('2026-03-03')
    })
  },
)
