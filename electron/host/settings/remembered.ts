import { app } from 'electron'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { logHost } from '../log.ts'
import { readMemory, type Remembered } from './memory.ts'
import { writeWhole } from './whole-write.ts'

const file = (): string => join(app.getPath('userData'), 'host-state.json')

const read = (): Remembered => {
  try {
    return readMemory(readFileSync(file(), 'utf8'))
  } catch {
    return {}
  }
}

/** Read once: there is one app per folder. */
let remembered: Remembered | null = null

/** What was remembered. A missing or damaged file is an empty memory, not an error. */
export const recall = (): Remembered => (remembered ??= read())

/** Adds to what is remembered. */
export function remember(change: Remembered): void {
  remembered = { ...recall(), ...change }
  try {
    writeWhole(file(), JSON.stringify(remembered))
  } catch (error) {
    logHost('warn', 'the host could not write its state', { error: String(error) })
  }
}
