import { session } from 'electron'
import { isAppUrl } from './app-url.ts'

/**
 * What the page may ask of the system. The network names are those under which newer Chromiums
 * guard requests from a page to this computer, where our server listens.
 */
const allowed: ReadonlySet<string> = new Set([
  'clipboard-sanitized-write',
  'local-network',
  'loopback-network',
  'local-network-access',
])

/** Everything is refused except the few names above, and those for our own page only. */
export function setupPermissions(): void {
  const own = session.defaultSession
  // Every page would be made ready for the spell checker that none of ours has.
  own.setSpellCheckerEnabled(false)
  own.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(allowed.has(permission) && isAppUrl(details.requestingUrl))
  })
  own.setPermissionCheckHandler(
    (_contents, permission, origin) => allowed.has(permission) && isAppUrl(origin),
  )
  own.setDevicePermissionHandler(() => false)
  // Files leave the app through the host's save dialog only.
  own.on('will-download', (event) => event.preventDefault())
}
