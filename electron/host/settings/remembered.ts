import { app } from 'electron'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { logHost } from '../log.ts'
import { readMemory, type Remembered } from './memory.ts'

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

/** Adds to what is remembered. Renamed into place, so that a crash leaves the old or the new file. */
export function remember(change: Remembered): void {
  remembered = { ...recall(), ...change }
  const target = file()
  try {
    writeFileSync(`${target}.new`, JSON.stringify(remembered), { mode: 0o600, flush: true })
    renameSync(`${target}.new`, target)
  } catch (error) {
    rmSync(`${target}.new`, { force: true })
    logHost('warn', 'the host could not write its state', { error: String(error) })
  }
}
