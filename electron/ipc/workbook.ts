import { shell, type BrowserWindow } from 'electron'
import { createWriteStream } from 'node:fs'
import { copyFile, writeFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { ReportFormat, ServerConnection } from '../../server/contract/desktop-api.ts'
import { ipcChannels } from '../../server/contract/ipc-channels.ts'
import { attachmentName } from '../host/files/attachment-name.ts'
import { checkedWorkbook } from '../host/files/file-access.ts'
import { HostError } from '../host/host-error.ts'
import { workbookIcon } from '../host/tray-and-notices/icons.ts'
import { printPdf } from '../host/files/print-pdf.ts'
import { saveFile } from '../host/files/save-file.ts'
import type { ServerHost } from '../host/server/server-host.ts'
import type { Servers } from '../host/servers/servers-api.ts'
import type { Speech } from '../host/settings/speech.ts'
import { handle } from './handle.ts'

const formats: Readonly<Record<ReportFormat, { route: string; extension: string; name: string }>> =
  {
    csv: { route: 'transcript.csv', extension: 'csv', name: 'CSV' },
    markdown: { route: 'report.md', extension: 'md', name: 'Markdown' },
    html: { route: 'report.html', extension: 'html', name: 'HTML' },
    pdf: { route: 'report.html', extension: 'pdf', name: 'PDF' },
  }
const excel = { name: 'Excel', extensions: ['xlsx'] }

const stemOf = (file: string): string => file.slice(0, file.length - extname(file).length)

async function read(
  reportOid: string,
  route: string,
  { url, accessToken }: ServerConnection,
): Promise<Response> {
  const address = `${url}/api/reports/${encodeURIComponent(reportOid)}/${route}`
  const answer = await fetch(address, { headers: { Authorization: `Bearer ${accessToken}` } })
  if (answer.ok && answer.body !== null) return answer
  throw new HostError('save_failed', { context: 'read', text: String(answer.status) })
}

/** It may be larger than memory. */
const writeTo = (path: string, answer: Response): Promise<void> =>
  pipeline(Readable.fromWeb(answer.body as ReadableStream), createWriteStream(path))

/** Workbooks as files. Of a server that is not on this computer they can be saved, and nothing else. */
export function setupWorkbookIpc(server: ServerHost, servers: Servers, speech: Speech): void {
  const workbookOf = async (reportOid: string): Promise<string> => {
    const { workbookPath } = await server.started()
    return checkedWorkbook({ path: await workbookPath(reportOid), dataDir: server.dataDir })
  }

  /** Of the server that the window shows; `name` is a proposal where the server makes none. */
  async function download(
    reportOid: string,
    window: BrowserWindow,
    from: ServerConnection,
  ): Promise<string | null> {
    const answer = await read(reportOid, 'workbook', from)
    const name = attachmentName(answer.headers.get('content-disposition')) ?? 'report.xlsx'
    const title = speech.words().saveWorkbookTitle
    return saveFile({ title, name, filter: excel, window }, (path) => writeTo(path, answer))
  }

  handle(ipcChannels.openWorkbook, async ([reportOid], window) => {
    const shown = await servers.shown()
    if (shown !== null) {
      await download(reportOid, window, shown)
      return null
    }
    const refusal = await shell.openPath(await workbookOf(reportOid))
    if (refusal !== '') {
      throw new HostError('no_program', { context: 'workbook' })
    }
    return null
  })

  handle(ipcChannels.showWorkbook, async ([reportOid], window) => {
    const shown = await servers.shown()
    if (shown === null) shell.showItemInFolder(await workbookOf(reportOid))
    else await download(reportOid, window, shown)
    return null
  })

  handle(ipcChannels.saveWorkbookAs, async ([reportOid], window) => {
    const shown = await servers.shown()
    if (shown !== null) return download(reportOid, window, shown)
    const source = await workbookOf(reportOid)
    const title = speech.words().saveWorkbookTitle
    return saveFile({ title, name: basename(source), filter: excel, window }, (path) =>
      copyFile(source, path),
    )
  })

  handle(ipcChannels.saveReportAs, async ([reportOid, format], window) => {
    const { route, extension, name } = formats[format]
    const shown = await servers.shown()
    // The name of the workbook is that of all forms of it.
    const workbook = shown === null ? basename(await workbookOf(reportOid)) : null
    const answer = await read(reportOid, route, shown ?? (await server.connection()))
    const told = attachmentName(answer.headers.get('content-disposition'))
    const proposed = `${stemOf(workbook ?? told ?? 'report')}.${extension}`
    const filter = { name, extensions: [extension] }
    const title = speech.words().saveReportTitle
    return saveFile({ title, name: proposed, filter, window }, async (path) => {
      if (format === 'pdf') return writeFile(path, await printPdf(await answer.text()))
      return writeTo(path, answer)
    })
  })

  handle(ipcChannels.dragWorkbook, async ([reportOid], window) => {
    // There is no file to be dragged of another computer.
    if ((await servers.shown()) !== null) return null
    const file = await workbookOf(reportOid)
    window.webContents.startDrag({ file, icon: workbookIcon() })
    return null
  })
}
