import { app, dialog, shell } from 'electron'
import { copyFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { ipcChannels } from '../../server/contract/ipc-channels.ts'
import { checkedWorkbook } from '../host/file-access.ts'
import { HostError } from '../host/host-error.ts'
import { recall, remember } from '../host/remembered.ts'
import type { ServerHost } from '../host/server-host.ts'
import { handle } from './handle.ts'

/** The page names a report, never a path: the path is looked up and checked here. */
const ReportArgs = z.tuple([z.string().min(1).max(128)])

export function setupWorkbookIpc(server: ServerHost): void {
  const workbookOf = async (reportOid: string): Promise<string> => {
    const { workbookPath } = await server.started()
    return checkedWorkbook({ path: workbookPath(reportOid), dataDir: server.dataDir })
  }

  handle(ipcChannels.openWorkbook, ReportArgs, async ([reportOid]) => {
    const refusal = await shell.openPath(await workbookOf(reportOid))
    if (refusal !== '') {
      throw new HostError(
        'no_program',
        'No program opened the workbook. Install one that reads .xlsx files, or save it elsewhere.',
      )
    }
    return null
  })

  handle(ipcChannels.showWorkbook, ReportArgs, async ([reportOid]) => {
    shell.showItemInFolder(await workbookOf(reportOid))
    return null
  })

  handle(ipcChannels.saveWorkbookAs, ReportArgs, async ([reportOid], window) => {
    const source = await workbookOf(reportOid)
    const folder = recall().saveDir ?? app.getPath('downloads')
    const answer = await dialog.showSaveDialog(window, {
      title: 'Save workbook as',
      defaultPath: join(folder, basename(source)),
      filters: [{ name: 'Excel workbook', extensions: ['xlsx'] }],
    })
    if (answer.canceled || !answer.filePath) return null
    await copyFile(source, answer.filePath).catch((error: unknown) => {
      throw new HostError('save_failed', `The workbook could not be saved there: ${String(error)}`)
    })
    remember({ saveDir: dirname(answer.filePath) })
    return basename(answer.filePath)
  })
}
