import { z } from 'zod'
import { ipcChannels } from '../../server/contract/ipc-channels.ts'
import { openExternalLink } from '../host/external-links.ts'
import type { Targets } from '../host/targets.ts'
import { handle } from './handle.ts'

export function setupLinksIpc(targets: Targets): void {
  handle(ipcChannels.openExternal, z.tuple([z.string()]), async ([address], window) => {
    await openExternalLink(address, window)
    return null
  })
  handle(ipcChannels.takeTargets, z.tuple([]), async () => targets.take())
}
