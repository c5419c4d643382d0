import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ReportEstimate } from '../../server/contract/estimates.ts'
import type { Report } from '../../server/contract/reports.ts'
import type { Summary } from '../../server/contract/summary.ts'
import { piecewise } from '../summary/model-answers.ts'
import { wordFor } from '../summary/room.ts'
import { startScripted, type ScriptedServer } from '../summary/scripted-server.ts'
import { startTestServer, type TestServer } from './harness.ts'

let model: ScriptedServer
let server: TestServer
beforeEach(async () => {
  model = await startScripted(piecewise)
})
afterEach(async () => {
  await server.dispose()
  await model.close()
})

const begin = async (flags: Record<string, unknown> = {}): Promise<void> => {
  server = await startTestServer({
    flags: {
      summaryEngine: 'openai',
      summaryBaseUrl: `${model.url}/v1`,
      summaryModel: 'test-model',
      summaryContextTokens: 16_384,
      summaryInputPrice: 3,
      summaryOutputPrice: 15,
      ...flags,
    },
  })
}

const estimate = async (body: object): Promise<ReportEstimate> =>
  ReportEstimate.parse(await server.post('/api/reports/estimate', body))

async function summaryOf(roomOid: string): Promise<Summary> {
  const stream = server.events(`rooms=${roomOid}`)
  const { reports } = await server.post<{ reports: Report[] }>('/api/reports', {
    roomOids: [roomOid],
  })
  await stream.end(roomOid)
  return server.json(`/api/reports/${reports[0]?.reportOid}/summary`)
}

/** A room of people: lines that differ in digits alone would count as the log of a robot. */
async function talk(roomOid: string, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      at: Date.UTC(2026, 0, 1) + index * 60_000,
      author: `Person ${index % 7}`,
      text: `The ${wordFor(index % 41)} was talked about at length because of the ${wordFor(index)}.`,
    }),
  )
  await server.json(`/api/rooms/${roomOid}/messages`, { method: 'POST', body: lines.join('\n') })
}

describe('an estimate before a run', () => {
  it('tells tokens and cost by room and in sum, and asks nobody', async () => {
    await begin()
    await server.feed('small', 10)
    await server.feed('large', 1_500)
    const { rooms, total, rejected } = await estimate({
      roomOids: ['small', 'large', 'small', 'nowhere', 'not a room'],
    })
    expect(rooms.map(({ roomOid, messages }) => [roomOid, messages])).toEqual([
      ['small', 10],
      ['large', 1_500],
    ])
    expect(rooms[0]).toMatchObject({ engine: 'openai', calls: 1, leavesComputer: false })
    expect(rooms[1]?.calls).toBeGreaterThan(3)
    expect(total.messages).toBe(1_510)
    expect(total.cost).toBeCloseTo((rooms[0]?.cost ?? 0) + (rooms[1]?.cost ?? 0), 9)
    expect(rejected).toEqual([
      { roomOid: 'nowhere', code: 'room_not_found' },
      { roomOid: 'not a room', code: 'invalid_room_oid' },
    ])
    expect(model.requests).toHaveLength(0)
    expect(model.lookups).toHaveLength(0)
  })

  it('is near what the run then takes', async () => {
    await begin()
    await server.feed('large', 1_500)
    const { rooms } = await estimate({ roomOids: ['large'] })
    const { usage } = await summaryOf('large')
    const expected = rooms[0]
    expect(usage?.calls).toBeGreaterThan(3)
    expect(expected?.calls).toBeGreaterThanOrEqual((usage?.calls ?? 0) * 0.5)
    expect(expected?.calls).toBeLessThanOrEqual((usage?.calls ?? 0) * 2)
    expect(expected?.inputTokens).toBeGreaterThanOrEqual((usage?.inputTokens ?? 0) * 0.5)
    expect(expected?.inputTokens).toBeLessThanOrEqual((usage?.inputTokens ?? 0) * 2)
  })

  it('counts the messages of a period alone', async () => {
    await begin()
    await server.feed('room', 60)
    const { rooms } = await estimate({
      roomOids: ['room'],
      options: { from: '2026-01-01T00:10:00Z', to: '2026-01-01T00:30:00Z' },
    })
    expect(rooms[0]?.messages).toBe(20)
  })

  it('is nothing for quotes', async () => {
    await begin()
    await server.feed('room', 20)
    const { total } = await estimate({ roomOids: ['room'], options: { summary: 'extractive' } })
    expect(total).toMatchObject({ messages: 20, calls: 0, cost: 0, leavesComputer: false })
  })

  it('says what would leave the computer', async () => {
    await begin({ summaryBaseUrl: 'http://192.0.2.1/v1' })
    await server.feed('open', 5)
    await server.feed('closed', 5)
    await server.json('/api/rooms/closed', {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ localOnly: true }),
    })
    const { rooms, total } = await estimate({ roomOids: ['open', 'closed'] })
    expect(rooms.map(({ leavesComputer }) => leavesComputer)).toEqual([true, false])
    expect(rooms[1]?.note).toBe('This room stays on this computer')
    expect(total.leavesComputer).toBe(true)
  })
})

describe('the cap on the cost of a report', () => {
  it('cuts a room down that would be dearer, says so, and is kept', async () => {
    await begin({ summaryMaxCost: 0.2 })
    await talk('large', 900)
    const summary = await summaryOf('large')
    expect(summary.method.fallbackReason).toBeUndefined()
    expect(summary.method.label).toMatch(/cut down .* 0\.2 is the most/)
    expect(summary.coverage.truncated).toBe(true)
    expect(summary.coverage.read).toBeLessThan(900)
    expect(summary.usage?.cost).toBeGreaterThan(0)
    expect(summary.usage?.cost).toBeLessThanOrEqual(0.2)
  })

  it('reads the log of a robot from its beginning, for want of telling passages', async () => {
    await begin({ summaryMaxCost: 0.2 })
    await server.feed('large', 1_500)
    const summary = await summaryOf('large')
    expect(summary.method.kind).toBe('generative')
    expect(summary.method.label).toMatch(/0\.2 is the most/)
    expect(summary.coverage.truncated).toBe(true)
    expect(summary.usage?.cost).toBeLessThanOrEqual(0.2)
  })

  it('leaves a room to quotes that it does not pay for at all', async () => {
    await begin({ summaryMaxCost: 0.000_1 })
    await server.feed('room', 20)
    const summary = await summaryOf('room')
    expect(summary.method.kind).toBe('extractive')
    expect(summary.method.fallbackReason).toMatch(/^Too dear for test-model at 127\.0\.0\.1/)
    expect(model.requests).toHaveLength(0)
  })
})
