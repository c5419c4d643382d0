import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { Import, ImportColumns, ImportReading } from '../contract/imports.ts'
import type { ReportStatus } from '../contract/reports.ts'
import type { Room } from '../contract/rooms.ts'
import { composeServices } from '../compose.ts'
import type { Services } from '../services.ts'
import { createLog } from '../log.ts'
import type { RoomPosition, RoomsPage } from '../ports/rooms.ts'
import { readFixed } from '../settings/layers.ts'
import { valuesOf } from '../settings/state.ts'
import { leaveReport, type ReportForm } from './forms.ts'
import { UsageError } from './usage-error.ts'
import { createReporter, type Reporter } from './reporter.ts'
import { makeFolder } from '../make-folder.ts'

export interface ReportOptions {
  exports: readonly string[]
  out: string
  /** Names or ids of rooms; all if there are none. */
  rooms: readonly string[]
  json: boolean
  /** Whether one workbook over all of these rooms is made, too. Default false. */
  overview?: boolean
  /** What each report is left as. */
  forms: readonly ReportForm[]
  /** What the columns of tables hold; found out by their headers otherwise. */
  columns?: ImportColumns | undefined
  timeZone: string | undefined
  /** Authors of the exports that are bridges to other networks; default: none. */
  bridges?: readonly string[]
  flags: Readonly<Record<string, unknown>>
}

async function allRooms(services: Services): Promise<Room[]> {
  const rooms: Room[] = []
  let after: RoomPosition | null = null
  do {
    const page: RoomsPage = await services.rooms.list({
      query: null,
      sort: 'name',
      after,
      limit: 1_000,
    })
    rooms.push(...page.items)
    after = page.next
  } while (after !== null)
  return rooms
}

function pickRooms(rooms: readonly Room[], wanted: readonly string[]): Room[] {
  if (wanted.length === 0) return [...rooms]
  return wanted.flatMap((name) => {
    const matches = rooms.filter((room) => room.name === name || room.roomOid === name)
    if (matches.length > 0) return matches
    const names = rooms.map((room) => room.name).join(', ')
    throw new UsageError('command_no_room', { name: JSON.stringify(name), names })
  })
}

/** What the command line says of the files; undefined where it says nothing. */
function readingOf({ columns, bridges = [] }: ReportOptions): ImportReading | undefined {
  if (columns === undefined && bridges.length === 0) return undefined
  return {
    ...(columns === undefined ? {} : { columns }),
    ...(bridges.length === 0 ? {} : { bridges: [...bridges] }),
  }
}

async function importAll(
  services: Services,
  options: ReportOptions,
  reporter: Reporter,
): Promise<boolean> {
  const oids: string[] = []
  for (const path of options.exports) {
    const importOid = await services.importer.enqueue({
      path: resolve(path),
      name: basename(resolve(path)),
      timeZone: options.timeZone,
      reading: readingOf(options),
    })
    oids.push(importOid)
  }
  await services.importer.idle()
  const imports: Import[] = []
  for (const oid of oids) {
    const done = await services.importer.get(oid)
    if (done !== null) imports.push(done)
  }
  for (const done of imports) reporter.imported(done)
  return imports.every((done) => done.state === 'finished')
}

/** A report of each room; an overview starts them itself. */
async function startAll(
  { reports }: Services,
  roomOids: readonly string[],
  { overview = false }: ReportOptions,
): Promise<void> {
  if (overview) {
    await reports.overview({ roomOids: [...roomOids] })
    return
  }
  for (let first = 0; first < roomOids.length; first += 1_000) {
    await reports.trigger({ roomOids: roomOids.slice(first, first + 1_000) })
  }
}

/** One after the other: the disk is what they would wait for. */
async function leaveReports(
  services: Services,
  ends: readonly ReportStatus[],
  { forms }: ReportOptions,
  out: string,
): Promise<boolean> {
  let isComplete = true
  for (const end of ends) {
    if (!(await leaveReport(services, end, out, forms))) isComplete = false
  }
  return isComplete
}

/**
 * One shot without a server: imports, reports every room, leaves the reports in `out`.
 *
 * @returns the exit code: 0 all finished, 1 some failed and were named
 * @throws UsageError for exit code 2
 */
export async function report(options: ReportOptions): Promise<0 | 1> {
  const dataDir = mkdtempSync(join(tmpdir(), 'rapporteur-'))
  try {
    return await reportIn(dataDir, options)
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function reportIn(dataDir: string, options: ReportOptions): Promise<0 | 1> {
  // Nothing is kept in a folder that is new.
  const { reportLanguage: language } = valuesOf({}, readFixed(options.flags, process.env))
  const missing = options.exports.find((path) => !existsSync(path))
  if (missing !== undefined) {
    throw new UsageError('command_no_file', { path: missing })
  }
  const out = resolve(options.out)
  makeFolder(out)
  const reporter = createReporter({ json: options.json, language })
  const ends: ReportStatus[] = []
  const services = await composeServices({
    dataDir,
    flags: options.flags,
    log: createLog({ dataDir, toStderr: false }),
    // Nobody searches in a folder that one command fills and leaves.
    isSearched: false,
    onImportStatus: (status) => reporter.importing(status),
    onReportStatus(status, isTerminal) {
      reporter.status(status, isTerminal)
      if (isTerminal) ends.push(status)
    },
  })
  const stop = (): void => {
    void services.close().finally(() => {
      rmSync(dataDir, { recursive: true, force: true })
      process.exit(130)
    })
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    const imported = await importAll(services, options, reporter)
    const rooms = pickRooms(await allRooms(services), options.rooms)
    if (rooms.length === 0) {
      reporter.finish({ finished: 0, failed: 0, out })
      return 1
    }
    reporter.start(rooms)
    await startAll(
      services,
      rooms.map((room) => room.roomOid),
      options,
    )
    await services.reports.idle()
    const finished = ends.filter((end) => end.state === 'finished')
    const isLeft = await leaveReports(services, finished, options, out)
    reporter.finish({ finished: finished.length, failed: ends.length - finished.length, out })
    const wanted = rooms.length + (options.overview === true ? 1 : 0)
    return imported && isLeft && finished.length === wanted ? 0 : 1
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
    await services.close()
  }
}
