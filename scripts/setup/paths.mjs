import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')
export const at = (...parts) => join(root, ...parts)

/** Marks of finished set-up steps; they vanish with `node_modules`, as they must. */
export const stampDir = at('node_modules', '.rapporteur')

/** Downloads survive a deleted `node_modules` and serve every clone on this machine. */
export const cacheDir = join(
  process.env['RAPPORTEUR_CACHE_DIR'] ??
    join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'rapporteur'),
)
