import { z } from 'zod'
import { thisComputer } from '../../server/contract/desktop-servers.ts'
import { periodKinds } from '../features/reports/index.ts'
import { sortColumns } from '../features/rooms/index.ts'
import { Room } from '../../server/contract/rooms.ts'
import { SettingsValues, type SettingKey } from '../../server/contract/settings.ts'
import { sections } from './navigation-slice.ts'

const SettingName = z.enum(Object.keys(SettingsValues.shape) as [SettingKey, ...SettingKey[]])
const TypedValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])

/** What the window remembers of the person between two starts. Unknown or broken parts are dropped. */
export const Remembered = z.object({
  section: z.enum(sections).optional().catch(undefined),
  view: z
    .object({
      search: z.string(),
      sort: z.object({
        column: z.enum(sortColumns),
        direction: z.enum(['ascending', 'descending']),
      }),
      state: z.enum(['none', 'running', 'finished', 'failed', 'cancelled']).nullable(),
      source: z.string().nullable(),
      runningFirst: z.boolean().default(false),
    })
    .optional()
    .catch(undefined),
  period: z
    .object({ kind: z.enum(periodKinds), from: z.string(), to: z.string() })
    .optional()
    .catch(undefined),
  filter: z
    .object({ people: z.array(z.string()), keyword: z.string(), thread: z.string() })
    .optional()
    .catch(undefined),
  /** Settings that were typed and not saved; never a secret. */
  draft: z.partialRecord(SettingName, TypedValue).optional().catch(undefined),
  batch: z.array(z.string()).optional().catch(undefined),
  /** Whether there were rooms, so that their place is drawn before they are read. */
  hadRooms: z.boolean().optional().catch(undefined),
  imports: z.array(z.string()).optional().catch(undefined),
  /** The rooms that stood on top, drawn at once the next time. */
  rooms: z
    .object({ items: z.array(Room), total: z.number() })
    .optional()
    .catch(undefined),
})
export type Remembered = z.infer<typeof Remembered>

/** Each server has its own: its rooms, and how the person wants to see them. */
const keyOf = (server: string): string =>
  server === thisComputer ? 'rapporteur.window' : `rapporteur.window ${server}`

export const recall = (storage: Storage, server = thisComputer): Remembered => {
  try {
    return Remembered.parse(JSON.parse(storage.getItem(keyOf(server)) ?? '{}'))
  } catch {
    return {}
  }
}

export const remember = (storage: Storage, remembered: Remembered, server = thisComputer): void => {
  try {
    storage.setItem(keyOf(server), JSON.stringify(remembered))
  } catch (error) {
    // A full or forbidden storage costs the memory, not the window.
    console.warn('The window could not remember its options', error)
  }
}
