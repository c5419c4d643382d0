import { ipcChannels } from '../../server/contract/ipc-channels.ts'
import type { HostUpdates } from '../host/updates/setup.ts'
import { answer, handle } from './handle.ts'

export function setupUpdatesIpc(updates: HostUpdates): void {
  answer(ipcChannels.update, async () => updates.state())
  handle(ipcChannels.answerUpdate, async ([said]) => {
    // Not awaited: a download takes minutes, and tells of itself.
    void updates.answer(said)
    return null
  })
}
