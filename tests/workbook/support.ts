import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import yauzl from 'yauzl'
import type { Summary } from '../../server/contract/summary.ts'
import type { StoredMessage } from '../../server/ports/message.ts'
import { createRoomStatistics } from '../../server/workbook/statistics.ts'
import {
  writeWorkbook,
  type WorkbookInput,
  type WrittenWorkbook,
} from '../../server/workbook/write-workbook.ts'

export const createdAt = new Date('2026-03-02T10:00:00Z')

export function message(fields: Partial<StoredMessage> & { number: number }): StoredMessage {
  const author = fields.author ?? 'Ada'
  return {
    id: `m${fields.number}`,
    sourceId: `m${fields.number}`,
    at: Date.UTC(2026, 1, 1, 9, 0, fields.number),
    timeSource: 'explicit',
    author,
    authorKey: author,
    kind: 'message',
    text: `Message ${fields.number}`,
    replyTo: null,
    attachments: [],
    ...fields,
  }
}

export function summaryOf(
  messages: readonly StoredMessage[],
  more: Partial<Summary> = {},
): Summary {
  const read = messages.filter(({ kind }) => kind === 'message').length
  return {
    headline: 'The team agreed to ship on Friday',
    keyPoints: [],
    decisions: [],
    actionItems: [],
    openQuestions: [],
    links: [],
    participants: [],
    method: { engine: 'extractive', kind: 'extractive', label: 'Quotes picked on this computer' },
    coverage: { messages: read, read, from: null, to: null, truncated: false },
    ...more,
  }
}

export function inputOf(
  file: string,
  messages: readonly StoredMessage[],
  more: Partial<WorkbookInput> & { timeZone?: string } = {},
): WorkbookInput {
  const { timeZone = 'UTC', ...rest } = more
  const statistics = createRoomStatistics({ timeZone })
  for (const item of messages) statistics.add(item)
  return {
    file,
    room: { roomOid: 'room', name: 'Planning', source: 'slack', format: 'slack-export' },
    period: { from: null, to: null },
    statistics: statistics.result(),
    summary: summaryOf(messages),
    messages: () => slices(messages),
    createdAt,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...rest,
  }
}

export function* slices(
  messages: readonly StoredMessage[],
  size = 1_000,
): Generator<readonly StoredMessage[]> {
  for (let start = 0; start < messages.length; start += size) {
    yield messages.slice(start, start + size)
  }
}

export const write = (
  file: string,
  messages: readonly StoredMessage[],
  more: Partial<WorkbookInput> & { timeZone?: string } = {},
): Promise<WrittenWorkbook> => writeWorkbook(inputOf(file, messages, more))

/** A folder that lasts for one test file. */
export function temporaryFolder(): { path: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'rapporteur-workbook-'))
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The parts of a zip file by name, read with a library the product does not use to write it. */
export function readZip(file: string): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true, validateEntrySizes: true }, (openError, zip) => {
      if (openError) return reject(openError)
      const parts = new Map<string, string>()
      zip.on('error', reject)
      zip.on('end', () => resolve(parts))
      zip.on('entry', (entry: yauzl.Entry) => {
        zip.openReadStream(entry, (error, stream) => {
          if (error) return reject(error)
          const chunks: Buffer[] = []
          stream.on('error', reject)
          stream.on('data', (chunk: Buffer) => chunks.push(chunk))
          stream.on('end', () => {
            if (parts.has(entry.fileName)) return reject(new Error(`${entry.fileName} twice`))
            parts.set(entry.fileName, Buffer.concat(chunks).toString('utf8'))
            zip.readEntry()
          })
        })
      })
      zip.readEntry()
    })
  })
}

export interface ReadCell {
  value: string | number | boolean | null | { date: string } | { span: string }
  type: string
  format: string
  bold: boolean
  wrap: boolean
  quoted: boolean
  link: { target: string | null; location: string | null } | null
}

export interface ReadWorkbook {
  title: string
  creator: string
  sheets: {
    name: string
    charts: number
    images: number
    tables: Record<string, string>
    freeze: string | null
    printTitles: string | null
    fitToWidth: number | null
    widths: Record<string, number>
    rows: ReadCell[][]
  }[]
}

/** Debian's interpreter, which has Debian's openpyxl; another may come first on the path. */
const PYTHON = '/usr/bin/python3'

function runs(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/**
 * Whether an independent reader is installed. Where it must be, say so with
 * RAPPORTEUR_REQUIRE_READERS=1, and a missing one fails the tests instead of skipping them.
 */
function hasReader(name: string, isThere: boolean): boolean {
  if (isThere) return true
  if (process.env.RAPPORTEUR_REQUIRE_READERS === '1') {
    throw new Error(`${name} is not installed, and RAPPORTEUR_REQUIRE_READERS asks for it`)
  }
  console.warn(`SKIPPED: ${name} is not installed, so the workbooks are not read with it`)
  return false
}

export const hasOpenpyxl = hasReader(
  'openpyxl (Debian: python3-openpyxl)',
  runs(PYTHON, ['-c', 'import openpyxl']),
)
export const hasLibreOffice = hasReader(
  'LibreOffice Calc (Debian: libreoffice-calc)',
  runs('soffice', ['--version']),
)

export const hasPdftoppm = hasReader('pdftoppm (Debian: poppler-utils)', runs('pdftoppm', ['-v']))

export function readWithOpenpyxl(file: string, sheet?: string): ReadWorkbook {
  const script = path.join(import.meta.dirname, 'read_workbook.py')
  const output = execFileSync(PYTHON, [script, file, ...(sheet === undefined ? [] : [sheet])], {
    maxBuffer: 1024 ** 3,
  })
  return JSON.parse(output.toString('utf8')) as ReadWorkbook
}

/**
 * Converts with LibreOffice under a profile of its own: two runs in one profile do nothing.
 *
 * @throws Error if it says anything but what it has converted
 */
export function convert(file: string, format: string, folder: string): string {
  const profile = mkdtempSync(path.join(tmpdir(), 'rapporteur-office-'))
  try {
    const { status, stdout, stderr } = spawnSync(
      'soffice',
      [
        `-env:UserInstallation=file://${profile}`,
        '--headless',
        '--convert-to',
        format,
        '--outdir',
        folder,
        file,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], timeout: 240_000, encoding: 'utf8' },
    )
    // It looks for Java and for a desktop's settings wherever it runs.
    const complaints = stderr
      .split('\n')
      .filter((line) => line.trim() !== '' && !/javaldx|dconf/i.test(line))
    if (status !== 0 || complaints.length > 0) {
      throw new Error(
        `LibreOffice says of ${file}: ${complaints.join(' ') || `exit code ${status}`}`,
      )
    }
    return stdout
  } finally {
    rmSync(profile, { recursive: true, force: true })
  }
}
