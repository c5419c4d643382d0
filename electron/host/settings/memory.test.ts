import { describe, expect, it } from 'vitest'
import { readMemory } from './memory.ts'

const whole = {
  window: { x: -10, y: 20, width: 1_280, height: 800, isMaximized: false },
  importDir: '/home/ada/exports',
  dataDir: '/data',
  preferences: { closeToTray: false, notifications: 'failures', keepAwake: true },
  theme: 'dark',
  language: 'de',
  toldOfTray: true,
}
const read = (change: object) => readMemory(JSON.stringify({ ...whole, ...change }))

describe('the memory of the host', () => {
  it('is what was written', () => {
    expect(readMemory(JSON.stringify(whole))).toEqual(whole)
  })

  it.each(['', '{', 'null', '7', '[]', '"text"'])('is empty where the file holds %j', (json) => {
    expect(readMemory(json)).toEqual({})
  })

  it.each([
    ['theme', 'blue'],
    ['language', 7],
    ['importDir', ['/home']],
    ['toldOfTray', 'yes'],
    ['preferences', null],
  ])('loses %s alone where that is damaged', (name, value) => {
    const { [name]: _lost, ...rest } = whole as Record<string, unknown>
    expect(read({ [name]: value })).toEqual(rest)
  })

  it('keeps the preferences beside a damaged one, and none that it does not know', () => {
    const preferences = { closeToTray: false, notifications: 'loud', keepAwake: 1, more: true }
    expect(read({ preferences }).preferences).toEqual({ closeToTray: false })
  })

  it.each([
    { ...whole.window, width: 0 },
    { ...whole.window, height: -800 },
    { ...whole.window, width: '1280' },
    { x: 1, y: 2 },
  ])('has no window where its size is none: %j', (window) => {
    expect(read({ window })).not.toHaveProperty('window')
  })

  it('has a window without a place where only that is damaged', () => {
    const { width, height } = whole.window
    expect(read({ window: { x: 1.5, width, height } }).window).toEqual({
      width,
      height,
      isMaximized: false,
    })
  })
})
