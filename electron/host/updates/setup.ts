import { app } from 'electron'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HostInfo, UpdateState } from '../../../server/contract/desktop-api.ts'
import { ipcEvents } from '../../../server/contract/ipc-channels.ts'
import { HostError } from '../host-error.ts'
import { hostLimits } from '../limits.ts'
import { logHost } from '../log.ts'
import { tellPage } from '../page/tell-page.ts'
import type { Quit } from '../quitting/quit.ts'
import type { ServerHost } from '../server/server-host.ts'
import type { Preferences } from '../settings/preferences.ts'
import { recall, remember } from '../settings/remembered.ts'
import type { ActivityFeed } from '../tray-and-notices/activity.ts'
import { updatesBy, updateSource } from './installation.ts'
import { createUpdates, type UpdateEngine, type Updates } from './updates.ts'
import { compareVersions } from './versions.ts'

/** The part that the page asks; it answers everywhere, also where this installation has no updates. */
export interface HostUpdates {
  by: HostInfo['updates']
  state(): UpdateState
  answer: Updates['answer']
}

/** Looks for newer versions once a day where the build names a source and the person has agreed. */
export function setupUpdates(deps: {
  preferences: Preferences
  server: ServerHost
  activity: ActivityFeed
  quit: Quit
}): HostUpdates {
  const { preferences, server, activity, quit } = deps
  const source = updateSource(readManifest())
  const by = updatesBy({
    platform: process.platform,
    isPackaged: app.isPackaged,
    hasSource: source !== null,
    appImage: process.env['APPIMAGE'],
  })
  if (by === 'off' || source === null)
    return { by: 'off', state: () => ({ step: 'none' }), answer: async () => undefined }

  let loaded: Promise<UpdateEngine> | null = null
  let ready: UpdateEngine | null = null
  const load = async (): Promise<UpdateEngine> => {
    loaded ??= import('./engine.ts').then(({ createUpdateEngine }) =>
      createUpdateEngine(source, by),
    )
    return (ready = await loaded)
  }
  const current = app.getVersion()
  const updates = createUpdates({
    current,
    by,
    engine: {
      look: async () => (await load()).look(),
      download: async (onPercent) => (await load()).download(onPercent),
      install: () => ready?.install(),
    },
    compare: compareVersions,
    mayLook: () => preferences.get().lookForUpdates,
    setMayLook: (lookForUpdates) => void preferences.change({ lookForUpdates }),
    skipped: () => recall().skippedVersion,
    skip: (skippedVersion) => remember({ skippedVersion }),
    load() {
      const queue = server.running()?.queue()
      return queue ? queue.running + queue.waiting : 0
    },
    quit: (install, stay) => quit.update(install, stay),
    tell: (state) => tellPage(ipcEvents.update, state),
    async describe(error) {
      const { inEnglish } = await import('../../../server/words/say.ts')
      const isTold = error instanceof HostError
      if (!isTold) logHost('error', 'an update failed', { error: String(error) })
      const told = isTold ? error : new HostError('update_unreachable', { text: String(error) })
      const { code, params } = told
      return { code, params, message: inEnglish({ code, params }) }
    },
    older: (version) => new HostError('update_older', { version, current }),
  })
  activity.onChange(() => updates.loadChanged())
  const look = (): void => void updates.lookUnasked()
  setTimeout(look, hostLimits.firstUpdateLookMs).unref()
  setInterval(look, hostLimits.updateIntervalMs).unref()
  return { by, state: () => updates.state(), answer: (answer) => updates.answer(answer) }
}

/** Of the packaged app; what cannot be read names no source. */
function readManifest(): unknown {
  try {
    return JSON.parse(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8'))
  } catch {
    return null
  }
}
