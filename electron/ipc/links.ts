import { z } from 'zod'
import { ipcChannels } from '../../server/contract/ipc-channels.ts'
import { openExternalLink } from '../host/external-links.ts'
import { handle } from './handle.ts'

export function setupLinksIpc(): void {
  handle(ipcChannels.openExternal, z.tuple([z.string()]), async ([address], window) => {
    await openExternalLink(address, window)
    return null
  })
}
