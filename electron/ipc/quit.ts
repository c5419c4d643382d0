import { ipcChannels } from '../../server/contract/ipc-channels.ts'
import type { Quit } from '../host/quitting/quit.ts'
import { answer, handle } from './handle.ts'

export function setupQuitIpc(quit: Quit): void {
  answer(ipcChannels.restart, async () => {
    quit.restart()
    return null
  })
  handle(ipcChannels.answerQuit, async ([said]) => {
    quit.answer(said)
    return null
  })
}
