import { app } from 'electron'
import { accessSync, constants } from 'node:fs'
import { join, resolve } from 'node:path'
import type { DataFolder } from '../../../server/contract/desktop-api.ts'
import { HostError } from '../host-error.ts'
import { recall, remember } from './remembered.ts'

/** Which folder the server works in: the environment's, the chosen one, else one beside the settings. */
export function resolveDataFolder(from: {
  env: string | undefined
  chosen: string | undefined
  standard: string
}): { path: string; isFixed: boolean } {
  const { env, chosen, standard } = from
  const isFixed = env !== undefined && env !== ''
  return { path: isFixed ? env : (chosen ?? standard), isFixed }
}

const current = (): { path: string; isFixed: boolean } =>
  resolveDataFolder({
    env: process.env['RAPPORTEUR_DATA_DIR'],
    chosen: recall().dataDir,
    standard: join(app.getPath('userData'), 'data'),
  })

/** The folder of this start. A later choice changes only what the next start takes. */
export function createDataFolder(): {
  path: string
  info(): DataFolder
  choose(folder: string): void
} {
  const { path, isFixed } = current()
  return {
    path,
    info() {
      const next = current().path
      return { path, isFixed, next: resolve(next) === resolve(path) ? null : next }
    },
    choose(folder) {
      if (isFixed) {
        throw new HostError('data_folder_fixed', {})
      }
      try {
        accessSync(folder, constants.R_OK | constants.W_OK)
      } catch {
        throw new HostError('folder_unwritable', { folder })
      }
      remember({ dataDir: folder })
    },
  }
}
