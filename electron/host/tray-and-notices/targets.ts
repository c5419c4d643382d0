import { app } from 'electron'
import type { DesktopTarget } from '../../../server/contract/desktop-api.ts'
import { ipcEvents } from '../../../server/contract/ipc-channels.ts'
import { hostLimits } from '../limits.ts'
import { tellPage } from '../page/tell-page.ts'

/** What links and notifications want to be shown, kept until a page listens. */
export interface Targets {
  show(target: DesktopTarget): void
  /** The page listens from now on; gives what it has missed. */
  take(): DesktopTarget[]
  /** The page is about to be loaded anew. */
  pageLeaves(): void
}

export function createTargets(): Targets {
  let pending: DesktopTarget[] = []
  let isHeard = false
  const pageLeaves = (): void => {
    isHeard = false
  }
  // A page that is being loaded has listened, but does no longer.
  app.on('web-contents-created', (_created, contents) => {
    contents.on('did-start-loading', pageLeaves)
  })
  return {
    show(target) {
      if (isHeard) tellPage(ipcEvents.target, target)
      else pending = [...pending, target].slice(-hostLimits.maxPendingTargets)
    },
    take() {
      isHeard = true
      const taken = pending
      pending = []
      return taken
    },
    pageLeaves,
  }
}
