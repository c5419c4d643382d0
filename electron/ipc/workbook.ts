import { shell } from 'electron'
import { createWriteStream } from 'node:fs'
import { copyFile, writeFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { ReportFormat } from '../../server/contract/desktop-api.ts'
import { ipcChannels } from '../../server/contract/ipc-channels.ts'
import { checkedWorkbook } from '../host/files/file-access.ts'
import { HostError } from '../host/host-error.ts'
import { workbookIcon } from '../host/tray-and-notices/icons.ts'
import { printPdf } from '../host/files/print-pdf.ts'
import { saveFile } from '../host/files/save-file.ts'
import type { ServerHost } from '../host/server/server-host.ts'
import type { Speech } from '../host/settings/speech.ts'
import { handle } from './handle.ts'

const formats: Readonly<Record<ReportFormat, { route: string; extension: string; name: string }>> =
  {
    csv: { route: 'transcript.csv', extension: 'csv', name: 'CSV' },
    markdown: { route: 'report.md', extension: 'md', name: 'Markdown' },
    html: { route: 'report.html', extension: 'html', name: 'HTML' },
    pdf: { route: 'report.html', extension: 'pdf', name: 'PDF' },
  }

export function setupWorkbookIpc(server: ServerHost, speech: Speech): void {
  const workbookOf = async (reportOid: string): Promise<string> => {
    const { workbookPath } = await server.started()
    return checkedWorkbook({ path: await workbookPath(reportOid), dataDir: server.dataDir })
  }

  handle(ipcChannels.openWorkbook, async ([reportOid]) => {
    const refusal = await shell.openPath(await workbookOf(reportOid))
    if (refusal !== '') {
      throw new HostError('no_program', { context: 'workbook' })
    }
    return null
  })

  handle(ipcChannels.showWorkbook, async ([reportOid]) => {
    shell.showItemInFolder(await workbookOf(reportOid))
    return null
  })

  handle(ipcChannels.saveWorkbookAs, async ([reportOid], window) => {
    const source = await workbookOf(reportOid)
    const filter = { name: 'Excel', extensions: ['xlsx'] }
    const title = speech.words().saveWorkbookTitle
    return saveFile({ title, name: basename(source), filter, window }, (path) =>
      copyFile(source, path),
    )
  })

  handle(ipcChannels.saveReportAs, async ([reportOid, format], window) => {
    const { route, extension, name } = formats[format]
    const workbook = basename(await workbookOf(reportOid))
    const proposed = `${workbook.slice(0, -extname(workbook).length)}.${extension}`
    const filter = { name, extensions: [extension] }
    const title = speech.words().saveReportTitle
    return saveFile({ title, name: proposed, filter, window }, async (path) => {
      const { url, accessToken } = await server.started()
      const address = `${url}/api/reports/${encodeURIComponent(reportOid)}/${route}`
      const answer = await fetch(address, {
        headers: { Authorization: `Bearer ${accessToken}` },
      })
      if (!answer.ok || answer.body === null) {
        throw new HostError('save_failed', { context: 'read', text: String(answer.status) })
      }
      if (format === 'pdf') return writeFile(path, await printPdf(await answer.text()))
      // A transcript may be larger than memory.
      await pipeline(Readable.fromWeb(answer.body as ReadableStream), createWriteStream(path))
    })
  })

  handle(ipcChannels.dragWorkbook, async ([reportOid], window) => {
    const file = await workbookOf(reportOid)
    window.webContents.startDrag({ file, icon: workbookIcon() })
    return null
  })
}
