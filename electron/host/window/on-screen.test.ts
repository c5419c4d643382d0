import { expect, it } from 'vitest'
import { isReachable } from './on-screen.ts'

const screens = [
  { x: 0, y: 0, width: 1_920, height: 1_080 },
  { x: 1_920, y: 0, width: 1_280, height: 1_024 },
]
const size = { width: 1_280, height: 800 }

it('keeps a window whose title bar lies on a screen', () => {
  expect(isReachable({ x: 100, y: 100, ...size }, screens)).toBe(true)
  expect(isReachable({ x: -1_000, y: 0, ...size }, screens)).toBe(true)
  expect(isReachable({ x: 3_000, y: 900, ...size }, screens)).toBe(true)
})

it('gives up a window that no screen shows any more', () => {
  expect(isReachable({ x: 3_200, y: 100, ...size }, screens)).toBe(false)
  expect(isReachable({ x: 100, y: 1_060, ...size }, screens)).toBe(false)
  expect(isReachable({ x: 100, y: -50, ...size }, screens)).toBe(false)
  expect(isReachable({ x: -1_240, y: 100, ...size }, screens)).toBe(false)
  expect(isReachable({ x: 0, y: 0, ...size }, [])).toBe(false)
})
