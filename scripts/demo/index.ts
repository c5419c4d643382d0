import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Import } from '../../server/contract/imports.ts'
import type { ReportStatus } from '../../server/contract/reports.ts'
import { launchApp, type App } from '../../tests/e2e/fixtures/app.ts'
import { viewServer, type ServerView } from './server-view.ts'
import { findReader, saveWorkbook } from './workbooks.ts'

/**
 * `npm run demo [-- PATH...]`: the main job, start to end, in the real app. The imports and the
 * reports are started by clicks; the status lines are those that the server pushes.
 */
const outDir = resolve(import.meta.dirname, '../../out/demo')
/** Milliseconds for each half: reading a very large export, or reporting all of its rooms. */
const patienceMs = 30 * 60_000

const paths = process.argv.slice(2).map((path) => resolve(process.env['INIT_CWD'] ?? '.', path))

/** Names come from chats: what could steer the terminal is left out. */
const printable = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim()

const say = (line: string): void => console.log(line)

async function main(): Promise<boolean> {
  await rm(outDir, { recursive: true, force: true })
  await mkdir(outDir, { recursive: true })
  const folder = await mkdtemp(join(tmpdir(), 'rapporteur-demo-'))
  const app = await launchApp({ folder })
  try {
    return await runDemo(app)
  } finally {
    await app.close()
    for (const problem of app.problems()) say(`problem: ${printable(problem)}`)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function runDemo(app: App): Promise<boolean> {
  const { page } = app
  const server = viewServer(await app.connection())
  const names = new Map<string, string>()
  const imports: Import[] = []
  const ended = new Map<string, ReportStatus>()
  const changed = new EventTarget()
  app.electron.once('close', () => changed.dispatchEvent(new Event('end')))
  const live = await server.follow({
    imported: (state) => {
      imports.push(state)
      say(`import ${state.state}: ${printable(state.name)} (${countsOf(state)})`)
      changed.dispatchEvent(new Event('change'))
    },
    status: (status, isEnd) => {
      say(statusLine(status, nameOf(status, names)))
      if (isEnd) ended.set(status.roomOid, status)
      changed.dispatchEvent(new Event('change'))
    },
  })

  await pictures(app, 'empty')
  await clickImport(app)
  await until(changed, 'the imports', () => imports.length >= Math.max(1, paths.length))

  const rooms = await server.rooms()
  for (const room of rooms) names.set(room.roomOid, room.name)
  say(`${rooms.length} rooms`)
  if (rooms.length === 0) return false
  // The row of headings counts too. All rooms are selected only once the window shows them all.
  await page.locator(`[role="grid"][aria-rowcount="${rooms.length + 1}"]`).waitFor()
  await page.getByRole('checkbox', { name: 'Select all rooms' }).check()
  await page.getByRole('button', { name: /^Generate [\d,]+ reports?$/ }).click()
  // A picture says most when some reports are done, some running and some still waiting.
  await until(changed, 'the reports', () => ended.size >= Math.floor(rooms.length / 4))
  await pictures(app, 'running')
  await until(changed, 'the reports', () => ended.size >= rooms.length)
  await page.locator('[data-report-state="finished"]').first().waitFor()
  await pictures(app, 'finished')
  if (rooms.length > 1) {
    await clickOverview(app)
    const isEnd = ({ kind }: ReportStatus): boolean => kind === 'overview'
    await until(changed, 'the overview', () => [...ended.values()].some(isEnd))
    await lookAtOverview(app)
  }
  live.close()

  const areImported = imports.every((state) => state.state === 'finished')
  return (await checkWorkbooks(server, names)) && areImported
}

/** An overview belongs to no room. */
const nameOf = (
  { kind, roomOid, rooms }: Pick<ReportStatus, 'kind' | 'roomOid' | 'rooms'>,
  names: ReadonlyMap<string, string>,
): string => (kind === 'overview' ? `overview of ${rooms} rooms` : (names.get(roomOid) ?? roomOid))

const countsOf = ({ format, counts, error }: Import): string =>
  error === undefined
    ? `${format ?? 'no format'}, ${counts.rooms} rooms, ${counts.messages} messages, ` +
      `${counts.system} system lines, ${counts.unparsed} unparsed`
    : printable(error.message)

function statusLine(status: ReportStatus, room: string): string {
  const { state, percent, message, error } = status
  const share = percent === null ? '' : ` ${Math.round(percent)} %`
  const text = error === undefined ? message : `${error.code}: ${error.message}`
  return `${status.at} ${printable(room)}: ${state}${share}, ${printable(text)}`
}

/** The sample rooms by their own button; other paths through the dialog, which nobody can click. */
async function clickImport(app: App): Promise<void> {
  const { electron, page } = app
  if (paths.length === 0) {
    await page.getByRole('button', { name: 'Import sample rooms' }).click()
    return
  }
  await electron.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths })
  }, paths)
  await page.getByRole('button', { name: 'Choose files' }).click()
}

/** One workbook over all rooms, out of the reports that are there. */
async function clickOverview({ page }: App): Promise<void> {
  await page.getByRole('checkbox', { name: 'Select all rooms' }).check()
  await page.getByRole('button', { name: 'Overview', exact: true }).click()
}

async function lookAtOverview(app: App): Promise<void> {
  const row = app.page.getByRole('list', { name: 'Overviews' }).getByRole('listitem')
  await row.getByRole('button', { name: 'Preview' }).click()
  const preview = app.page.getByRole('dialog')
  await preview.getByRole('table', { name: 'Overview' }).waitFor()
  await preview.getByRole('img').first().waitFor()
  await pictures(app, 'overview')
  await app.page.keyboard.press('Escape')
}

/** Waits for a condition that is looked at whenever the server has pushed something. */
function until(changed: EventTarget, what: string, isTrue: () => boolean): Promise<void> {
  return new Promise((done, fail) => {
    const over = new AbortController()
    const giveUp = (why: string): void => {
      over.abort()
      fail(new Error(`${what} did not end: ${why}`))
    }
    const look = (): void => {
      if (!isTrue()) return
      over.abort()
      done()
    }
    const timer = setTimeout(() => giveUp('it took too long'), patienceMs)
    over.signal.addEventListener('abort', () => clearTimeout(timer))
    changed.addEventListener('change', look, { signal: over.signal })
    changed.addEventListener('end', () => giveUp('the app was closed'), { signal: over.signal })
    look()
  })
}

async function pictures({ page }: App, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(outDir, `${name}-${colorScheme}.png`) })
  }
  await page.emulateMedia({ colorScheme: null })
}

async function checkWorkbooks(server: ServerView, names: Map<string, string>): Promise<boolean> {
  const reader = await findReader()
  const rooms = new Map((await server.rooms()).map((room) => [room.roomOid, room]))
  let good = 0
  const reports = await server.reports()
  for (const report of reports) {
    const name = printable(nameOf(report, names))
    try {
      if (report.state !== 'finished') throw new Error(`the report is ${report.state}`)
      const bytes = await server.workbook(report.reportOid)
      const file = await saveWorkbook(outDir, report, bytes)
      const { sheets, transcriptRows } = await reader.open(file)
      if (report.kind === 'overview' && sheets.length !== 5)
        throw new Error(`${sheets.length} sheets`)
      const room = rooms.get(report.roomOid)
      const wanted = (room?.messageCount ?? 0) + (room?.systemCount ?? 0)
      if (transcriptRows !== wanted && wanted > 0) {
        throw new Error(`${transcriptRows} transcript rows for ${wanted} messages`)
      }
      good += 1
    } catch (error) {
      say(`FAILED ${name}: ${printable(String(error))}`)
    }
  }
  const wanted = names.size + (names.size > 1 ? 1 : 0)
  say(`${good} of ${wanted} workbooks open in ${reader.name}; they lie in ${outDir}`)
  return good === wanted && reports.length === wanted
}

process.exitCode = (await main()) ? 0 : 1
