import type { HostInfo } from '../../../server/contract/desktop-api.ts'

/** Where newer versions of this build lie, and who vouches for them; written into its package.json when it is packaged. */
export interface UpdateSource {
  url: string
  publicKey: string
}

/** @param manifest package.json of the app, parsed; null where the build names no source */
export function updateSource(manifest: unknown): UpdateSource | null {
  const { updates } = (manifest ?? {}) as { updates?: Partial<UpdateSource> }
  const { url, publicKey } = updates ?? {}
  return typeof url === 'string' && typeof publicKey === 'string' ? { url, publicKey } : null
}

/**
 * How this installation comes by a newer version. A package manager owns the files that it has installed: there the app
 * only tells of the newer version, as an update past it would ask for a password that nobody sees, and be undone by it.
 */
export function updatesBy(app: {
  platform: NodeJS.Platform
  isPackaged: boolean
  hasSource: boolean
  /** File that an AppImage was started from. */
  appImage: string | undefined
}): HostInfo['updates'] {
  if (!app.isPackaged || !app.hasSource) return 'off'
  if (app.platform === 'win32' || app.platform === 'darwin') return 'app'
  return app.appImage?.startsWith('/') ? 'app' : 'packages'
}
