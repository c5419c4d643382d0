import { app, dialog } from 'electron'
import { existsSync } from 'node:fs'
import type { HostImports } from '../files/imports.ts'
import { thisComputer } from '../../../server/contract/desktop-servers.ts'
import { linkScheme, readLaunch, targetOf, type Launch } from './launch-arguments.ts'
import { logHost } from '../log.ts'
import type { Servers } from '../servers/servers-api.ts'
import type { Speech } from '../settings/speech.ts'
import type { Targets } from '../tray-and-notices/targets.ts'
import { showMainWindow } from '../window/windows.ts'

/** What a second start hands to the first: Chromium would reorder its words on the way. */
export interface LaunchWords {
  argv: string[]
  cwd: string
}

/** Words in one launch at most; no real one has more. */
const mostWords = 10_000

/** @returns null for what is no launch: it comes from another process */
export function asLaunchWords(data: unknown): LaunchWords | null {
  if (typeof data !== 'object' || data === null) return null
  const { argv, cwd } = data as Partial<Record<keyof LaunchWords, unknown>>
  const isLaunch =
    typeof cwd === 'string' &&
    Array.isArray(argv) &&
    argv.length <= mostWords &&
    argv.every((word) => typeof word === 'string')
  return isLaunch ? { argv, cwd } : null
}

export const ownLaunch = (): LaunchWords => ({ argv: process.argv, cwd: process.cwd() })

export interface Launches {
  /** Does what a start was asked for: imports its files, shows what its links name. */
  follow(words: LaunchWords): void
}

/** Files, folders and links that people open with the app, whichever way their system says so. */
export function setupLaunches(deps: {
  imports: HostImports
  servers: Servers
  targets: Targets
  speech: Speech
}): Launches {
  const { imports, servers, targets, speech } = deps

  function open({ paths, targets: wanted }: Launch): void {
    // Files that were opened with the app are for this computer, as links are: nobody has said to send them elsewhere.
    if (wanted.length + paths.length > 0) servers.choose(thisComputer)
    for (const target of wanted) targets.show(target)
    const there = paths.filter((path) => existsSync(path))
    const missing = paths.filter((path) => !existsSync(path))
    if (there.length > 0) {
      imports.paths(there).catch((error: unknown) => {
        logHost('error', 'the import did not start', { error: String(error) })
      })
    }
    if (missing.length > 0) {
      const { notFoundTitle: message, notFoundText } = speech.words()
      void dialog.showMessageBox({
        type: 'warning',
        message,
        detail: notFoundText(missing.join('\n')),
      })
    }
  }

  // The system's own words on macOS; the first may come before the app is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault()
    void app.whenReady().then(() => {
      showMainWindow()
      open({ paths: [path], targets: [] })
    })
  })
  app.on('open-url', (event, link) => {
    event.preventDefault()
    void app.whenReady().then(() => {
      showMainWindow()
      const target = targetOf(link)
      open({ paths: [], targets: target === null ? [] : [target] })
    })
  })
  // An unpackaged app would make Electron itself the one that opens our links.
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme)

  return {
    follow: ({ argv, cwd }) => open(readLaunch(argv, { cwd, skip: app.isPackaged ? 1 : 2 })),
  }
}
