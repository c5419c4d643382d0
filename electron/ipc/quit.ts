import { z } from 'zod'
import { ipcChannels } from '../../server/contract/ipc-channels.ts'
import type { Quit } from '../host/quit.ts'
import { handle } from './handle.ts'

export function setupQuitIpc(quit: Quit): void {
  handle(ipcChannels.restart, z.tuple([]), async () => {
    quit.restart()
    return null
  })
  handle(ipcChannels.answerQuit, z.tuple([z.enum(['seen', 'quit', 'stay'])]), async ([answer]) => {
    quit.answer(answer)
    return null
  })
}
