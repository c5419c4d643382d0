import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { runImport } from '../../server/imports/import-run.ts'
import { importLimits } from '../../server/contract/limits.ts'
import { openDatabase, transaction } from '../../server/engines/sqlite/database.ts'
import { insertMessages } from '../../server/engines/sqlite/message-rows.ts'
import { sqliteMessages } from '../../server/engines/sqlite/messages.ts'
import { openBuffer } from '../../server/imports/reading/buffer.ts'
import type { NewMessage } from '../../server/ports/message.ts'
import { exportFormats } from '../../tests/support/export-formats.ts'

/**
 * One contender in a process of its own: `node contender.ts ours|floor CASE FILE DATABASE`.
 * Prints one JSON line: messages, milliseconds, CPU milliseconds, peak memory above the start.
 */
const [who = '', name = '', file = '', database = ''] = process.argv.slice(2)
const layout = exportFormats[name]
if (!layout) throw new Error(`There is no case ${name}.`)

const db = openDatabase(database, { migrate: true })
const idleKilobytes = process.memoryUsage().rss / 1_024
const cpuBefore = process.cpuUsage()
const startedAt = performance.now()
const messages = await (who === 'ours' ? ours() : floor())
const milliseconds = performance.now() - startedAt
const cpu = process.cpuUsage(cpuBefore)
const peakMegabytes = (process.resourceUsage().maxRSS - idleKilobytes) / 1_024
db.close()
await rm(database, { force: true })
console.log(
  JSON.stringify({
    messages,
    milliseconds,
    cpuMilliseconds: (cpu.user + cpu.system) / 1_000,
    peakMegabytes,
  }),
)

async function ours(): Promise<number> {
  const buffer = openBuffer(sqliteMessages(db), 1)
  const job = { paths: [file], name: layout?.file ?? '' }
  const { counts } = await runImport(job, buffer, new AbortController().signal)
  return counts.messages
}

/**
 * The least any importer must do: read the bytes, take them apart at the separator, `JSON.parse`
 * what is JSON, and insert a row for each into the same table, with the same statement.
 */
async function floor(): Promise<number> {
  if (!layout) return 0
  const insert = insertMessages(db)
  db.exec(
    `INSERT INTO rooms (room_oid, name, source, format, created_at) VALUES ('r', 'r', 'r', 'r', 0)`,
  )
  const isJson = layout.record(0).trim().startsWith('{')
  let waiting: NewMessage[] = []
  let count = 0
  const flush = () => {
    const firstOrd = count - waiting.length + 1
    transaction(db, () => insert(waiting, { roomId: 1, firstOrd, importId: 1 }))
    waiting = []
  }
  // The end of the file may hold the separator too.
  const tail = layout.tail.split(layout.separator)[0] ?? ''
  const parse = (record: string): unknown => {
    try {
      return JSON.parse(record)
    } catch {
      return JSON.parse(record.slice(0, record.length - tail.length))
    }
  }
  const take = (record: string) => {
    if (record.length < 20 || record.includes('"messageCount"')) return
    if (layout.tail.includes(record)) return
    const value = isJson ? parse(record) : null
    count++
    waiting.push({
      at: count,
      key: String(count).padStart(12, '0'),
      sourceId: null,
      timeSource: 'explicit',
      author: isJson && value === null ? '' : 'author',
      kind: 'message',
      text: record.slice(-120),
    })
    if (waiting.length === importLimits.rowsPerTransaction) flush()
  }
  // A separator may stand inside a record too; with the brace behind it, it does not.
  const lead = /^\s*\{/.exec(layout.record(0))?.[0] ?? ''
  const boundary = layout.separator + lead
  let rest = ''
  let isFirst = true
  for await (const chunk of createReadStream(file, {
    encoding: 'utf8',
    highWaterMark: 256 * 1_024,
  })) {
    let text = rest + String(chunk)
    if (isFirst) text = text.slice(layout.head.length)
    isFirst = false
    const records = text
      .split(boundary)
      .map((record, index) => (index > 0 ? lead + record : record))
    rest = records.pop() ?? ''
    records.forEach(take)
  }
  take(rest.endsWith(layout.tail) ? rest.slice(0, -layout.tail.length) : rest)
  flush()
  return count
}
