import type { DesktopPreferences } from '../../../server/contract/desktop-api.ts'

export const themeChoices = ['auto', 'light', 'dark'] as const
export type ThemeChoice = (typeof themeChoices)[number]

export type StoredPreferences = {
  [K in keyof Omit<DesktopPreferences, 'openAtLogin'>]?: DesktopPreferences[K] | undefined
}

/** Small things the host remembers between starts; never anything secret. */
export interface Remembered {
  window?: { x?: number; y?: number; width: number; height: number; isMaximized: boolean }
  /** Folders that the file dialogs open in; newer Electrons remember none by themselves. */
  importDir?: string
  saveDir?: string
  imageDir?: string
  /** Folder of rooms and reports, where another than the standard one was chosen. */
  dataDir?: string
  preferences?: StoredPreferences
  theme?: ThemeChoice
  language?: 'en' | 'de'
  /** Newer version that the person does not want to hear of. */
  skippedVersion?: string
  /** The server that the window shows, where it is not the one inside the app. */
  server?: string
  /** Whether the person has been told that closing the window does not quit. */
  toldOfTray?: boolean
}

type Read<T> = (value: unknown) => T | undefined

const text: Read<string> = (value) => (typeof value === 'string' ? value : undefined)
const truth: Read<boolean> = (value) => (typeof value === 'boolean' ? value : undefined)
const whole: Read<number> = (value) => (Number.isSafeInteger(value) ? Number(value) : undefined)
const oneOf =
  <const T extends string>(...choices: readonly T[]): Read<T> =>
  (value) =>
    choices.find((choice) => choice === value)

/** Takes every part by itself: one that is damaged falls back to its default, and nothing else with it. */
const parts =
  <T extends object>(readers: { [K in keyof T]-?: Read<NonNullable<T[K]>> }): Read<T> =>
  (value) => {
    if (typeof value !== 'object' || value === null) return undefined
    const found = Object.entries<Read<unknown>>(readers).flatMap(([name, read]) => {
      const part = read((value as Record<string, unknown>)[name])
      return part === undefined ? [] : [[name, part] as const]
    })
    return Object.fromEntries(found) as T
  }

const placement: Read<Partial<NonNullable<Remembered['window']>>> = parts({
  x: whole,
  y: whole,
  width: whole,
  height: whole,
  isMaximized: truth,
})

const memory: Read<Remembered> = parts<Remembered>({
  window: (value) => {
    const { width = 0, height = 0, isMaximized = false, ...place } = placement(value) ?? {}
    return width > 0 && height > 0 ? { ...place, width, height, isMaximized } : undefined
  },
  importDir: text,
  saveDir: text,
  imageDir: text,
  dataDir: text,
  preferences: parts<StoredPreferences>({
    closeToTray: truth,
    notifications: oneOf('all', 'failures', 'none'),
    keepAwake: truth,
    confirmQuit: truth,
    lookForUpdates: truth,
  }),
  theme: oneOf(...themeChoices),
  language: oneOf('en', 'de'),
  skippedVersion: text,
  server: text,
  toldOfTray: truth,
})

/**
 * Written out and not with a schema: the window waits for it, and would wait for the library too.
 *
 * @param json of an earlier start; what is missing or damaged is not remembered, and is no error
 */
export function readMemory(json: string): Remembered {
  try {
    return memory(JSON.parse(json)) ?? {}
  } catch {
    return {}
  }
}
