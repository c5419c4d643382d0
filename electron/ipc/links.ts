import { ipcChannels } from '../../server/contract/ipc-channels.ts'
import { openExternalLink } from '../host/page/external-links.ts'
import type { Speech } from '../host/settings/speech.ts'
import type { Targets } from '../host/tray-and-notices/targets.ts'
import { answer, handle } from './handle.ts'

export function setupLinksIpc(targets: Targets, speech: Speech): void {
  handle(ipcChannels.openExternal, async ([address], window) => {
    await openExternalLink(address, window, speech.words())
    return null
  })
  answer(ipcChannels.takeTargets, async () => targets.take())
}
