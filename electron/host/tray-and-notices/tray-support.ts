import { existsSync } from 'node:fs'

/**
 * Whether this desktop may have a place for tray icons. On Linux they go over the session bus; an icon
 * that is made without one is never seen.
 */
export function canTray(
  from: {
    platform: NodeJS.Platform
    env: NodeJS.ProcessEnv
    exists(path: string): boolean
  } = { platform: process.platform, env: process.env, exists: existsSync },
): boolean {
  if (from.platform !== 'linux') return true
  const address = from.env['DBUS_SESSION_BUS_ADDRESS'] ?? ''
  // Chromium writes "disabled:" into its own environment where there is none.
  if (/^(unix|tcp|nonce-tcp):/.test(address)) return true
  const runtime = from.env['XDG_RUNTIME_DIR']
  return runtime !== undefined && from.exists(`${runtime}/bus`)
}
