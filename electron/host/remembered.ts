import { app } from 'electron'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { logHost } from './log.ts'

export const StoredPreferences = z
  .object({
    closeToTray: z.boolean(),
    notifications: z.enum(['all', 'failures', 'none']),
    keepAwake: z.boolean(),
    confirmQuit: z.boolean(),
  })
  .partial()
export type StoredPreferences = z.infer<typeof StoredPreferences>

export const ThemeChoice = z.enum(['auto', 'light', 'dark'])
export type ThemeChoice = z.infer<typeof ThemeChoice>

/** Small things the host remembers between starts; never anything secret. */
const Remembered = z.object({
  window: z
    .object({
      x: z.int().optional(),
      y: z.int().optional(),
      width: z.int().positive(),
      height: z.int().positive(),
      isMaximized: z.boolean(),
    })
    .optional(),
  /** Folders that the file dialogs open in; newer Electrons remember none by themselves. */
  importDir: z.string().optional(),
  saveDir: z.string().optional(),
  imageDir: z.string().optional(),
  /** Folder of rooms and reports, where another than the standard one was chosen. */
  dataDir: z.string().optional(),
  /** A damaged preference falls back to its default, and takes nothing else with it. */
  preferences: StoredPreferences.optional().catch(undefined),
  theme: ThemeChoice.optional().catch(undefined),
  language: z.enum(['en', 'de']).optional().catch(undefined),
  /** Whether the person has been told that closing the window does not quit. */
  toldOfTray: z.boolean().optional(),
})
export type Remembered = z.infer<typeof Remembered>

const file = (): string => join(app.getPath('userData'), 'host-state.json')

/** What was remembered. A missing or damaged file is an empty memory, not an error. */
export function recall(): Remembered {
  try {
    return Remembered.parse(JSON.parse(readFileSync(file(), 'utf8')))
  } catch {
    return {}
  }
}

/** Adds to what is remembered. Renamed into place, so that a crash leaves the old or the new file. */
export function remember(change: Remembered): void {
  const target = file()
  try {
    writeFileSync(`${target}.new`, JSON.stringify({ ...recall(), ...change }), { mode: 0o600 })
    renameSync(`${target}.new`, target)
  } catch (error) {
    logHost('warn', 'the host could not write its state', { error: String(error) })
  }
}
