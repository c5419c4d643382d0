import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { Room } from '../../server/contract/rooms.ts'
import { startTestServer } from '../integration/harness.ts'
import { countWithLibreOffice, missingReaders, readWithOpenpyxl } from '../readers/readers.ts'

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const ircFolder = join(data, 'irc', 'ubuntu')
const slackZip = join(data, 'slack', 'houstondatavis.zip')
const hasData = existsSync(ircFolder) && existsSync(slackZip)
const readersMissing = await missingReaders()
if (!hasData) console.warn(`SKIPPED: no real exports in ${data}`)
// Where the set-up has installed them, their absence is a failure and not a reason to pass by.
const mayDoWithout = process.env['RAPPORTEUR_REQUIRE_READERS'] !== '1'
if (readersMissing !== null) console.warn(`SKIPPED: no independent readers: ${readersMissing}`)

/** Lines of each log, counted without any knowledge of IRC: every line is a message or a system line. */
function ircCounts(): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of readdirSync(ircFolder).filter((file) => file.endsWith('.txt'))) {
    const lines = readFileSync(join(ircFolder, name), 'latin1').split('\n')
    counts.set(basename(name, '.txt'), lines.filter((line) => line.trim() !== '').length)
  }
  return counts
}

/** Objects in the day files of each channel. */
function slackCounts(): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [path, bytes] of Object.entries(unzipSync(readFileSync(slackZip)))) {
    const [channel, file] = path.split('/')
    if (channel === undefined || !file?.endsWith('.json')) continue
    const day = JSON.parse(strFromU8(bytes)) as unknown[]
    counts.set(channel, (counts.get(channel) ?? 0) + day.length)
  }
  return counts
}

describe.skipIf(!hasData || (readersMissing !== null && mayDoWithout))(
  '58 IRC days and a Slack workspace',
  () => {
    it('become workbooks whose transcripts hold every line, as openpyxl and LibreOffice read them', async () => {
      const expected = new Map([...ircCounts(), ...slackCounts()])
      expect(expected.size).toBe(58 + 16)
      const server = await startTestServer({ flags: { concurrency: 8, threads: 2 } })
      try {
        const stream = server.events('rooms=*&topics=imports')
        const importOids = await server.importPaths([ircFolder, slackZip], { timeZone: 'UTC' })
        for (const importOid of importOids) {
          const { data: done } = await stream.until(
            (event) => event.event === 'IMPORT_STATUS_END' && event.data['importOid'] === importOid,
          )
          expect(done.state).toBe('finished')
        }
        const { items: rooms } = await server.json<{ items: Room[] }>('/api/rooms?limit=1000')
        expect(rooms.map((room) => room.name).toSorted()).toEqual([...expected.keys()].toSorted())
        await server.post('/api/reports', { roomOids: rooms.map((room) => room.roomOid) })
        const files = new Map<string, string>()
        for (const room of rooms) {
          const { data: end } = await stream.end(room.roomOid)
          expect(end.state, room.name).toBe('finished')
          files.set(room.name, end.workbook?.fileName ?? '')
        }
        const paths = [...files.values()].map((name) => join(server.dataDir, 'reports', name))
        const byOpenpyxl = await readWithOpenpyxl(paths)
        const byLibreOffice = await countWithLibreOffice(paths)
        for (const [name, count] of expected) {
          const file = files.get(name) ?? ''
          expect(byOpenpyxl.get(file), name).toEqual({
            sheets: ['Summary', 'Highlights', 'Participants', 'Activity', 'Transcript'],
            transcriptRows: count,
          })
          expect(byLibreOffice.get(file), name).toBe(count)
        }
      } finally {
        await server.dispose()
      }
    }, 300_000)
  },
)
