import { describe, expect, it } from 'vitest'
import { message } from '../../tests/summary/room.ts'
import type { ModelChoice, SummaryChoice } from './choose.ts'
import { estimateRoom, type RoomOutline } from './estimate.ts'

const cloud: ModelChoice = {
  engine: 'openai',
  baseUrl: 'https://api.example.com/v1',
  model: 'large',
  contextTokens: 32_000,
  prices: { input: 2, output: 10 },
}
const here: SummaryChoice = { engine: 'ollama', baseUrl: 'http://127.0.0.1:11434', model: 'small' }

const sample = Array.from({ length: 50 }, (_, index) =>
  message(index + 1, 'Ann', 'The pump of the second house was looked at and is fine.'),
)
const outline = (messages: number, changes: Partial<RoomOutline> = {}): RoomOutline => ({
  roomOid: 'room',
  messages,
  sample,
  localOnly: false,
  ...changes,
})

describe('what a summary would take', () => {
  it('is one call for a small room, with its cost and that it leaves the computer', () => {
    const estimate = estimateRoom(outline(50), cloud)
    expect(estimate).toMatchObject({
      roomOid: 'room',
      messages: 50,
      engine: 'openai',
      leavesComputer: true,
      calls: 1,
      note: null,
    })
    expect(estimate.inputTokens).toBeGreaterThan(2_000)
    expect(estimate.cost).toBeCloseTo(
      (estimate.inputTokens * 2 + estimate.outputTokens * 10) / 1_000_000,
      9,
    )
  })

  it('grows with the room, and counts the merging of its parts', () => {
    const small = estimateRoom(outline(50), cloud)
    const large = estimateRoom(outline(5_000), cloud)
    expect(large.calls).toBeGreaterThan(5)
    expect(large.inputTokens).toBeGreaterThan(small.inputTokens * 20)
  })

  it('has no cost without prices', () => {
    expect(estimateRoom(outline(50), { ...cloud, prices: null }).cost).toBeNull()
  })

  it('stays here with a server on this computer', () => {
    expect(estimateRoom(outline(50), here)).toMatchObject({
      leavesComputer: false,
      engine: 'ollama',
    })
  })

  it.each<[string, RoomOutline, SummaryChoice]>([
    ['for quotes', outline(50), { engine: 'extractive' }],
    ['for an empty room', outline(0), cloud],
  ])('is nothing %s', (_name, room, choice) => {
    expect(estimateRoom(room, choice)).toMatchObject({
      engine: 'extractive',
      leavesComputer: false,
      calls: 0,
      cost: 0,
      note: null,
    })
  })

  it('is nothing for a room that stays on this computer, and says why', () => {
    const closed = outline(50, { localOnly: true })
    expect(estimateRoom(closed, cloud)).toMatchObject({
      engine: 'extractive',
      leavesComputer: false,
      note: 'This room stays on this computer',
    })
    expect(estimateRoom(closed, here).engine).toBe('ollama')
  })

  it('stays under the cap, and says that the room is cut down', () => {
    const free = estimateRoom(outline(20_000), cloud)
    const capped = estimateRoom(outline(20_000), { ...cloud, maxCost: 0.1 })
    expect(free.cost).toBeGreaterThan(0.1)
    expect(capped.cost).toBeLessThanOrEqual(0.1)
    expect(capped.cost).toBeGreaterThan(0.04)
    expect(capped.note).toMatch(/could cost .* 0\.1 is the most/)
  })

  it('is nothing where the cap pays for no part of the room', () => {
    const estimate = estimateRoom(outline(50), { ...cloud, maxCost: 0.000_1 })
    expect(estimate).toMatchObject({ engine: 'extractive', cost: 0 })
    expect(estimate.note).toMatch(/Not even a part/)
  })

  it('says that a room of too many parts is cut down', () => {
    expect(estimateRoom(outline(1_000_000), cloud).note).toMatch(/longer than 40 parts/)
  })
})
