import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { prepareWholeFile, type ByteSink } from './whole-file.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-whole-'))
  path = join(folder, 'settings.json')
  writeFileSync(path, 'old')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const text = 'Grüße, 世界! '.repeat(1_000)

it('a disk that takes a few bytes at a time gets the whole file', () => {
  const sink: ByteSink = {
    write: (handle, bytes, offset) =>
      writeSync(handle, bytes, offset, Math.min(7, bytes.length - offset)),
  }
  prepareWholeFile(path, text, { sink }).commit()
  expect(readFileSync(path, 'utf8')).toBe(text)
  expect(readdirSync(folder)).toEqual(['settings.json'])
})

/** Takes `room` bytes and then, as a full disk does, a part, and then nothing. */
function fullDisk(room: number, atTheEnd: () => number): ByteSink {
  let left = room
  return {
    write(handle, bytes, offset) {
      const taken = Math.min(left, bytes.length - offset)
      if (taken === 0) return atTheEnd()
      left -= taken
      return writeSync(handle, bytes, offset, taken)
    },
  }
}

it.each([
  [
    'says so',
    () => {
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
    },
  ],
  ['takes nothing more', () => 0],
])(
  'a disk that is full in mid-file and %s leaves the old file, and nothing beside it',
  (_, end) => {
    expect(() => prepareWholeFile(path, text, { sink: fullDisk(5_000, end) })).toThrow(
      expect.objectContaining({ code: 'ENOSPC' }),
    )
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['settings.json'])
  },
)
