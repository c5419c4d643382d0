import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OverviewRoom } from '../../server/contract/overview-rooms.ts'
import type { Report } from '../../server/contract/reports.ts'
import type { Summary } from '../../server/contract/summary.ts'
import { openDatabase } from '../../server/engines/sqlite/database.ts'
import { startTestServer, type TestServer } from '../integration/harness.ts'
import {
  convert,
  hasLibreOffice,
  hasOpenpyxl,
  readWithOpenpyxl,
  type ReadCell,
  type ReadWorkbook,
} from '../workbook/support.ts'

/**
 * The overview of real exports, each figure counted again here from the messages, by SQL that shares
 * nothing with the product. The data is not part of the repository; without it these tests say so and are
 * skipped.
 */
const data = join(import.meta.dirname, '..', '..', '..', 'shared', 'data')
const present = existsSync(data)
if (!present)
  console.warn(`SKIPPED: no real exports in ${data}; the overview was not made of them.`)

interface Counted {
  name: string
  messages: number
  people: number
}

type Values = ReadCell['value'][]

const filesIn = (...names: string[]): string[] =>
  names.flatMap((name) => readdirSync(join(data, name)).map((each) => join(data, name, each)))

/** Each set is imported into a server of its own. `least`: rooms that it has at least. */
const sets = [
  {
    name: 'IRC, Discord and Slack',
    exports: () => [join(data, 'irc', 'ubuntu'), ...filesIn('discord', 'slack')],
    least: 59,
  },
  { name: 'Telegram and WhatsApp', exports: () => filesIn('telegram', 'whatsapp'), least: 15 },
]

describe.skipIf(!present || !hasOpenpyxl).each(sets)(
  'the overview of real rooms of $name',
  (set) => {
    let server: TestServer
    let folder: string
    let counted: Counted[]
    /** Messages by the Monday of their week, and by author of one source. */
    let weeks: Map<string, number>
    let people: Map<string, { rooms: number; messages: number }>
    let summary: Summary
    /** What the report of each room found. */
    let found: { name: string; told: number; own: Summary }[]
    let book: ReadWorkbook
    let file: string

    const valuesOf = (name: string): Values[] =>
      (book.sheets.find((sheet) => sheet.name === name)?.rows ?? []).map((row) =>
        row.map(({ value }) => value),
      )

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'rapporteur-overview-'))
      server = await startTestServer({ flags: { concurrency: 2 } })
      const stream = server.events('rooms=*&topics=imports')
      await stream.opened
      const importOids = await server.importPaths(set.exports())
      for (const importOid of importOids) {
        const ended = await stream.until(
          (one) => one.event === 'IMPORT_STATUS_END' && one.data['importOid'] === importOid,
        )
        expect(ended.data['state']).toBe('finished')
      }
      const { items: rooms } = await server.json<{ items: { roomOid: string }[] }>(
        '/api/rooms?limit=1000',
      )
      const { report } = await server.post<{ report: Report }>('/api/overviews', {
        roomOids: rooms.map(({ roomOid }) => roomOid),
      })
      const path = `/api/reports/${report.reportOid}`
      expect((await stream.end(report.roomOid)).data.state).toBe('finished')
      stream.close()
      summary = await server.json<Summary>(`${path}/summary`)
      found = []
      for (const { reportOid, name, openQuestions, state } of summary.rooms ?? []) {
        if (state !== 'covered') continue
        const own = await server.json<Summary>(`/api/reports/${reportOid}/summary`)
        found.push({ name, told: openQuestions, own })
      }
      const { workbook } = await server.json<Report>(path)
      file = join(server.dataDir, 'reports', workbook?.fileName ?? '')
      book = readWithOpenpyxl(file)

      const db = openDatabase(join(server.dataDir, 'rapporteur.db'))
      counted = db
        .prepare(
          `SELECT name, count(m.ord) AS messages, count(DISTINCT coalesce(author_key, author)) AS people
         FROM rooms LEFT JOIN messages m ON m.room_id = rooms.room_id AND is_system = 0
         GROUP BY rooms.room_id ORDER BY messages DESC`,
        )
        .all() as unknown as Counted[]
      const byWeek = db
        .prepare(
          // 1970-01-01 was a Thursday; times that nothing tells are in no week.
          `SELECT strftime('%Y-%m-%d', (at / 86400000 - ((at / 86400000 + 3) % 7)) * 86400, 'unixepoch') AS week,
           count(*) AS messages FROM messages WHERE is_system = 0 AND time_source <> 3 GROUP BY week`,
        )
        .all() as unknown as { week: string; messages: number }[]
      weeks = new Map(byWeek.map(({ week, messages }) => [week, messages]))
      const byPerson = db
        .prepare(
          `SELECT source || ' ' || coalesce(author_key, author) AS person, count(*) AS messages,
           count(DISTINCT room_id) AS rooms FROM messages JOIN rooms USING (room_id)
         WHERE is_system = 0 GROUP BY person`,
        )
        .all() as unknown as { person: string; messages: number; rooms: number }[]
      people = new Map(byPerson.map(({ person, ...counts }) => [person, counts]))
      db.close()
    }, 900_000)

    afterAll(async () => {
      await server.dispose()
      rmSync(folder, { recursive: true, force: true })
    })

    it('has every room, with as many messages and people as were written', () => {
      expect(counted.length).toBeGreaterThanOrEqual(set.least)
      const [head = [], ...rows] = valuesOf('Rooms')
      const column = (row: Values, name: string) => row[head.indexOf(name)]
      const told = rows.map((row) => ({
        name: column(row, 'Room'),
        messages: column(row, 'Messages'),
        people: column(row, 'People'),
      }))
      const order = (a: { messages: unknown; name: unknown }, b: typeof a) =>
        Number(b.messages) - Number(a.messages) || String(a.name).localeCompare(String(b.name))
      expect(told.toSorted(order)).toEqual(counted.toSorted(order))
    })

    it('has as many people over all rooms, in as many rooms, with as many messages', () => {
      const [, ...rows] = valuesOf('People')
      const ofAll = (list: Iterable<{ rooms: number; messages: number }>): string[] =>
        [...list].map(({ rooms, messages }) => `${rooms} ${messages}`).sort()
      const told = rows.map((row) => ({ rooms: Number(row[1]), messages: Number(row[2]) }))
      expect(ofAll(told)).toEqual(ofAll(people.values()).slice(0, 10_000))
    })

    it('has each week of the heat map, as far as it goes', () => {
      const [head = [], sums = [], ...rows] = valuesOf('Activity')
      const last = [...weeks.keys()].sort().at(-1) ?? ''
      const monday = (index: number): string => {
        const back = (head.length - 1 - index) * 7 * 86_400_000
        return new Date(Date.parse(last) - back).toISOString().slice(0, 10)
      }
      const told = sums.slice(2).map((sum, index) => [monday(index + 2), sum])
      expect(told).toEqual(told.map(([week]) => [week, weeks.get(String(week)) ?? 0]))
      const added = sums
        .slice(2)
        .map((_, index) => rows.reduce((sum, row) => sum + Number(row[index + 2]), 0))
      expect(added).toEqual(sums.slice(2))
    })

    it('has every decision, task and open question of the reports, and their totals', () => {
      const rows = valuesOf('Outcomes').slice(1)
      const lists = { decisions: 0, actionItems: 0, openQuestions: 0 }
      const totals = { decisions: 0, actionItems: 0, openQuestions: 0 }
      for (const { name, told, own } of found) {
        for (const list of ['decisions', 'actionItems', 'openQuestions'] as const) {
          lists[list] += own[list].length
        }
        totals.decisions += own.totals?.decisions.found ?? 0
        totals.actionItems += own.totals?.actionItems.found ?? 0
        totals.openQuestions += own.totals?.openQuestions ?? 0
        expect([name, told]).toEqual([name, own.totals?.openQuestions])
      }
      const kinds = rows.map(([kind]) => kind)
      const shown = (kind: string): number => kinds.filter((each) => each === kind).length
      expect({
        decisions: shown('Decision'),
        actionItems: shown('Action item'),
        openQuestions: shown('Open question'),
      }).toEqual(lists)
      const sum = (of: (room: OverviewRoom) => number): number =>
        (summary.rooms ?? []).reduce((all, room) => all + of(room), 0)
      expect({
        decisions: sum(({ decisions }) => decisions.found),
        actionItems: sum(({ actionItems }) => actionItems.found),
        openQuestions: sum(({ openQuestions }) => openQuestions),
      }).toEqual(totals)
    })

    it('links every room to a workbook that lies beside it', () => {
      const sheet = book.sheets.find(({ name }) => name === 'Rooms')
      const links = (sheet?.rows ?? []).slice(1).map(([name]) => name?.link?.target ?? '')
      const there = new Set(readdirSync(join(server.dataDir, 'reports')))
      expect(links.filter((link) => !there.has(decodeURIComponent(link)))).toEqual([])
    })

    it.skipIf(!hasLibreOffice)(
      'is read by LibreOffice without a word, and has its charts',
      () => {
        convert(file, 'pdf', folder)
        const pdf = join(folder, `${basename(file, '.xlsx')}.pdf`)
        expect(book.sheets.map(({ name, charts }) => [name, charts])).toEqual([
          ['Overview', 2],
          ['Rooms', 0],
          ['Outcomes', 0],
          ['Activity', 0],
          ['People', 0],
        ])
        const text = execFileSync('pdftotext', ['-l', '1', pdf, '-']).toString('utf8')
        expect(text).toContain(`Overview of ${counted.length} rooms`)
        expect(basename(file)).toMatch(/^Overview of \d+ rooms /)
      },
      300_000,
    )
  },
)
