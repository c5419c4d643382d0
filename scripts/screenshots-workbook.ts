/**
 * Pictures of every sheet of workbooks, as LibreOffice draws them: to be looked at after a change
 * of the design.
 *
 *   npm run screenshots:workbook [-- EXPORT_OR_WORKBOOK...]
 *
 * Exports are imported and reported first, with an overview of them, in English and in German; the default is the sample rooms.
 * The pictures of the first two pages of each sheet lie in out/screenshots/workbook. Needs `soffice`, `pdftoppm` and
 * `pdftotext` (Debian: libreoffice-calc, poppler-utils).
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { reportLanguages } from '../server/contract/workbook.ts'
import { phrases } from '../server/words/report/phrases.ts'

const root = path.join(import.meta.dirname, '..')
const output = path.join(root, 'out', 'screenshots', 'workbook')
/** Pixels per inch of paper; enough to read the smallest text. */
const RESOLUTION = 80
const PAGES_PER_SHEET = 2
/** A transcript goes on for hundreds of pages; these are enough to see one of each sheet. */
const MAX_PAGES = 40

/** What the sheets are called in every language. */
const sheetName = new RegExp(
  reportLanguages
    .flatMap((language) =>
      Object.entries(phrases[language]).flatMap(([key, name]) =>
        /^(?:overview_)?sheet_/.test(key) ? [name] : [],
      ),
    )
    .map((name) => `${name}(?: \\d+)?`)
    .join('|'),
  'g',
)

const given = process.argv.slice(2)
const sources = given.length > 0 ? given : [path.join(root, 'samples')]
const temporary = mkdtempSync(path.join(tmpdir(), 'rapporteur-pictures-'))
try {
  rmSync(output, { recursive: true, force: true })
  mkdirSync(output, { recursive: true })
  const workbooks = sources.filter((source) => source.endsWith('.xlsx'))
  const chats = sources.filter((source) => !source.endsWith('.xlsx'))
  if (chats.length > 0) {
    for (const language of reportLanguages) workbooks.push(...report(chats, language))
  }
  for (const workbook of workbooks) picture(workbook)
} finally {
  rmSync(temporary, { recursive: true, force: true })
}

function report(chats: readonly string[], language: string): string[] {
  const folder = path.join(temporary, `reports-${language}`)
  const cli = path.join(root, 'server', 'cli.ts')
  const how = ['--out', folder, '--language', language, '--overview']
  execFileSync(process.execPath, ['--import', 'tsx', cli, 'report', ...chats, ...how], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return readdirSync(folder)
    .filter((name) => name.endsWith('.xlsx'))
    .map((name) => path.join(folder, name))
}

function picture(workbook: string): void {
  const profile = path.join(temporary, 'profile')
  const pdf = path.join(temporary, `${path.basename(workbook, '.xlsx')}.pdf`)
  execFileSync('soffice', [
    `-env:UserInstallation=file://${profile}`,
    '--headless',
    '--convert-to',
    'pdf',
    '--outdir',
    temporary,
    workbook,
  ])
  const seen = new Map<string, number>()
  for (const [index, sheet] of sheetsOfPages(pdf).entries()) {
    const page = index + 1
    const number = (seen.get(sheet) ?? 0) + 1
    seen.set(sheet, number)
    if (number > PAGES_PER_SHEET) continue
    const name = `${path.basename(workbook, '.xlsx')} - ${seen.size} ${sheet} ${number}`
    const pages = ['-f', String(page), '-l', String(page)]
    const file = path.join(output, name)
    execFileSync('pdftoppm', ['-png', '-singlefile', '-r', String(RESOLUTION), ...pages, pdf, file])
    console.log(`${file}.png`)
  }
}

/** The sheet each page belongs to, from the footer: room, sheet, page, in whatever order text is read. */
function sheetsOfPages(pdf: string): string[] {
  const text = execFileSync('pdftotext', ['-layout', '-l', String(MAX_PAGES), pdf, '-'], {
    maxBuffer: 64 * 1024 ** 2,
  }).toString('utf8')
  return text
    .split('\f')
    .slice(0, -1)
    .map((page) => {
      const footer = page.trimEnd().split('\n').at(-1) ?? ''
      const names = footer.match(sheetName)
      return names?.at(-1) ?? 'Unknown'
    })
}
