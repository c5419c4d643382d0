import { composeServices } from '../../server/compose.ts'
import { createLog } from '../../server/log.ts'

/**
 * One contender in a process of its own: `node contender.ts FILE DATA_DIR [DATABASE_URL]`. Imports the file, reports
 * its room, and prints one JSON line.
 */
export interface Measured {
  /** Of the report. */
  messages: number
  importMs: number
  reportMs: number
  /** Of this process alone. */
  cpuMs: number
  peakMb: number
}

const [file = '', dataDir = '', url = ''] = process.argv.slice(2)

const services = await composeServices({
  dataDir,
  ...(url === '' ? {} : { databaseUrl: url }),
  log: createLog({ dataDir, toStderr: false }),
  // What is measured is the way to the workbook.
  isSearched: false,
})
const cpuBefore = process.cpuUsage()
const began = performance.now()
await services.importer.enqueue({ path: file, name: 'room' })
await services.importer.idle()
const imported = performance.now()
const { items } = await services.rooms.list({ query: null, sort: 'name', after: null, limit: 2 })
const [room] = items
if (room === undefined || items.length !== 1) throw new Error('The import has not made one room.')
await services.reports.trigger({ roomOids: [room.roomOid] })
await services.reports.idle()
const ended = performance.now()
const cpu = process.cpuUsage(cpuBefore)
const { items: reports } = await services.reports.list({}, { beforeId: null, limit: 1 })
const [report] = reports
if (report?.state !== 'finished') throw new Error(`The report is ${report?.state ?? 'missing'}.`)
const measured: Measured = {
  messages: report.progress.total ?? 0,
  importMs: imported - began,
  reportMs: ended - imported,
  cpuMs: (cpu.user + cpu.system) / 1_000,
  peakMb: process.resourceUsage().maxRSS / 1_024,
}
await services.close()
process.stdout.write(`${JSON.stringify(measured)}\n`)
// Threads may still be on their way out.
process.exit(0)
