import ExcelJS from 'exceljs'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import type { Report } from '../../server/contract/reports.ts'

const run = promisify(execFile)

/** Puts a finished workbook into `folder`, and checks that the bytes are those it was made of. */
export async function saveWorkbook(folder: string, report: Report, bytes: Buffer): Promise<string> {
  if (report.workbook === undefined) throw new Error(`${report.reportOid} has no workbook`)
  const { fileName, sha256 } = report.workbook
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new Error(`${fileName} differs from what its report says`)
  }
  await mkdir(folder, { recursive: true })
  const file = join(folder, basename(fileName))
  await writeFile(file, bytes, { flag: 'wx' })
  return file
}

export interface OpenedWorkbook {
  sheets: string[]
  /** Rows of all transcript sheets, without their headings. */
  transcriptRows: number
}

export interface Reader {
  name: string
  open(file: string): Promise<OpenedWorkbook>
}

/** openpyxl where it is installed, because it shares nothing with the library that wrote the file. */
export async function findReader(): Promise<Reader> {
  for (const python of ['/usr/bin/python3', 'python3']) {
    const version = await run(python, ['-c', 'import openpyxl; print(openpyxl.__version__)']).catch(
      () => null,
    )
    if (version !== null) {
      return {
        name: `openpyxl ${version.stdout.trim()}`,
        open: async (file) => {
          const { stdout } = await run(python, ['-W', 'error', '-c', script, file])
          return JSON.parse(stdout) as OpenedWorkbook
        },
      }
    }
  }
  return { name: 'exceljs', open: openWithExceljs }
}

/** Warnings are errors here: a workbook that a reader has to mend does not open. */
const script = `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
rows = sum(
    max(0, sum(1 for _ in book[name].iter_rows()) - 1)
    for name in book.sheetnames if name.split(' ')[0] == 'Transcript'
)
print(json.dumps({'sheets': book.sheetnames, 'transcriptRows': rows}))
`

async function openWithExceljs(file: string): Promise<OpenedWorkbook> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(file)
  const transcripts = book.worksheets.filter((sheet) => /^Transcript( \d+)?$/.test(sheet.name))
  return {
    sheets: book.worksheets.map((sheet) => sheet.name),
    transcriptRows: transcripts.reduce((sum, sheet) => sum + Math.max(0, sheet.rowCount - 1), 0),
  }
}
