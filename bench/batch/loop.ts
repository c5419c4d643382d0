import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createExtractiveEngine } from '../../server/summary/extractive/engine.ts'
import { createRoomStatistics } from '../../server/workbook/statistics.ts'
import { writeWorkbook } from '../../server/workbook/write-workbook.ts'
import { messagesOf, roomName } from './rooms.ts'

/**
 * `loop.js ROOMS MESSAGES FOLDER`: the same workbooks in a bare loop, without storage, queue, statuses or
 * server, and what that took: `write` of writing alone, `all` with the counting and the summaries.
 */
const [rooms = '0', messages = '0', folder = '.'] = process.argv.slice(2)
const engine = createExtractiveEngine()
const { signal } = new AbortController()
const seconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1e6

let write = 0
const before = process.cpuUsage()
for (let number = 0; number < Number(rooms); number += 1) {
  const list = messagesOf(number, Number(messages))
  const room = { roomOid: `room-${number}`, name: roomName(number), source: 'live', format: 'live' }
  const statistics = createRoomStatistics()
  for (const message of list) statistics.add(message)
  const summary = await engine.summarize(
    {
      room,
      total: list.length,
      timeZone: 'UTC',
      messages: async function* () {
        yield list
      },
    },
    () => undefined,
    signal,
  )
  const file = join(folder, `${number}.xlsx`)
  const started = process.cpuUsage()
  await writeWorkbook({
    file,
    room,
    period: { from: null, to: null },
    statistics: statistics.result(),
    summary,
    messages: () => [list],
    createdAt: new Date(0),
    signal,
    onProgress: () => undefined,
  })
  write += seconds(process.cpuUsage(started))
  rmSync(file)
}
const peak = Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1_024
const result = { all: seconds(process.cpuUsage(before)), write, peak }
process.stdout.write(`${JSON.stringify(result)}\n`)
