import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { say } from './say.mjs'

/** @returns {string} path of the Electron program that set-up has put in place */
export const electronProgram = () => createRequire(import.meta.url)('electron')

/**
 * Switches without which Chromium refuses to start here: it cannot build its outer sandbox as root,
 * nor where the system forbids user namespaces and its helper is not installed. The page itself
 * stays sandboxed in either case.
 */
export function sandboxSwitches() {
  if (process.platform !== 'linux') return []
  if (process.getuid?.() === 0) return ['--no-sandbox']
  if (!userNamespacesForbidden() || hasSandboxHelper()) return []
  say("this system forbids user namespaces, so Chromium's outer sandbox is off (--no-sandbox)")
  return ['--no-sandbox']
}

const userNamespacesForbidden = () =>
  setting('apparmor_restrict_unprivileged_userns') === '1' ||
  setting('unprivileged_userns_clone') === '0'

function setting(name) {
  const file = `/proc/sys/kernel/${name}`
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null
}

function hasSandboxHelper() {
  const helper = join(dirname(electronProgram()), 'chrome-sandbox')
  if (!existsSync(helper)) return false
  const { uid, mode } = statSync(helper)
  return uid === 0 && (mode & 0o4000) !== 0
}
