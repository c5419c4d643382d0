import { WebContentsView } from 'electron'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const footer =
  '<div style="width:100%;font-size:8px;text-align:center;color:#52606d">' +
  '<span class="pageNumber"></span> / <span class="totalPages"></span></div>'

/**
 * A page of our own making as PDF, A4 with numbered pages. It is loaded without a window, runs no script, and
 * comes from a file, because an address cannot be as long as a report.
 */
export async function printPdf(page: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'rapporteur-pdf-'))
  const { webContents } = new WebContentsView({
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      javascript: false,
      partition: 'print',
    },
  })
  try {
    const file = join(folder, 'report.html')
    await writeFile(file, page, { mode: 0o600 })
    await webContents.loadFile(file)
    return await webContents.printToPDF({
      pageSize: 'A4',
      printBackground: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: footer,
    })
  } finally {
    webContents.close()
    await rm(folder, { recursive: true, force: true })
  }
}
