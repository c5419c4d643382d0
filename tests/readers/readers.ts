import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parse } from 'csv-parse/sync'

/**
 * Programs that read a workbook and have nothing to do with the one that wrote it: openpyxl and
 * LibreOffice, from the system's packages.
 */
const run = promisify(execFile)

/** Debian's Python, which has the system's openpyxl; another python3 may stand before it in PATH. */
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const script = fileURLToPath(new URL('count_rows.py', import.meta.url))

export interface SheetRows {
  sheets: string[]
  /** Rows below the header of all transcript sheets. */
  transcriptRows: number
}

/** Reads workbooks with openpyxl, any warning being an error. By file name. */
export async function readWithOpenpyxl(files: readonly string[]): Promise<Map<string, SheetRows>> {
  const { stdout } = await run(python, ['-W', 'error', script, ...files], {
    maxBuffer: 64 * 1024 * 1024,
  })
  return new Map(Object.entries(JSON.parse(stdout) as Record<string, SheetRows>))
}

/**
 * Has LibreOffice write every sheet as CSV, and counts the rows of the transcripts. By file name;
 * rejects if LibreOffice says anything but that it has converted.
 */
export async function countWithLibreOffice(files: readonly string[]): Promise<Map<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'rapporteur-office-'))
  try {
    // A profile of its own: a second LibreOffice on the same one does nothing, and says nothing.
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
    const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1'
    const out = join(folder, 'out')
    const { stderr } = await run(
      'soffice',
      [profile, '--headless', '--convert-to', filter, '--outdir', out, ...files],
      { maxBuffer: 64 * 1024 * 1024 },
    )
    const complaints = stderr
      .split('\n')
      .filter((line) => line.trim() !== '' && !/javaldx|dconf/i.test(line))
    if (complaints.length > 0) throw new Error(`LibreOffice says: ${complaints.join(' ')}`)
    const written = await readdir(out)
    const counts = new Map<string, number>()
    for (const file of files) {
      const stem = basename(file, '.xlsx')
      const transcripts = written.filter((name) => name.startsWith(`${stem}-Transcript`))
      if (transcripts.length === 0) continue
      let rows = 0
      for (const name of transcripts) {
        const records = parse(await readFile(join(out, name)), {
          relax_column_count: true,
        }) as unknown[]
        rows += records.length - 1
      }
      counts.set(basename(file), rows)
    }
    return counts
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Why the readers cannot be used here; null if they can. */
export async function missingReaders(): Promise<string | null> {
  try {
    await run(python, ['-c', 'import openpyxl'])
    await run('soffice', ['--version'])
    return null
  } catch (error) {
    return (error as Error).message
  }
}
