import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Report, ReportAnswer } from '../../server/contract/reports.ts'
import type { Room } from '../../server/contract/rooms.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ flags: { recipients: ['boss@example.org'] } })
})
afterAll(() => server.dispose())

/** People come weeks before anybody says a word, and go weeks after the last one. */
const log = `
2016-03-01 10:00:00\t-->\tAnn (~ann@host.example) has joined #pier
2016-04-22 09:00:00\tAnn\tWe decided to move the harbour crane to pier nine
2016-04-22 09:05:00\tBen\tFine, I will write the plan by Friday
2016-05-30 18:00:00\t<--\tBen (~ben@host.example) has quit
`.trimStart()
const silent = `
2016-03-01 10:00:00\t-->\tAnn (~ann@host.example) has joined #quay
2016-03-02 10:00:00\t<--\tAnn (~ann@host.example) has quit
`.trimStart()

async function roomOf(name: string, text: string): Promise<Room> {
  const stream = server.events('rooms=*&topics=imports')
  await stream.opened
  await server.api(`/api/imports?name=${name}.weechatlog`, { method: 'POST', body: text })
  const { data } = await stream.until(({ event }) => event === 'IMPORT_STATUS_END')
  stream.close()
  const [roomOid = ''] = data['roomOids'] as string[]
  return server.json<Room>(`/api/rooms/${roomOid}`)
}

it('a room, its file, its mail and its workbook begin and end with the same messages', async () => {
  const room = await roomOf('pier', log)
  expect(room).toMatchObject({ messageCount: 2, systemCount: 2 })
  expect(room.firstMessageAt).toBe('2016-04-22T09:00:00.000Z')
  expect(room.lastMessageAt).toBe('2016-04-22T09:05:00.000Z')

  const stream = server.events(`rooms=${room.roomOid}`)
  const { reports } = await server.post<ReportAnswer>('/api/reports', { roomOids: [room.roomOid] })
  await stream.end(room.roomOid)
  const report = await server.json<Report>(`/api/reports/${reports[0]!.reportOid}`)
  expect(report.workbook?.fileName).toMatch(/^pier 2016-04-22 [0-9a-f]{8}\.xlsx$/)

  const [mail = ''] = await readdir(join(server.dataDir, 'outbox'))
  const { text } = await simpleParser(await readFile(join(server.dataDir, 'outbox', mail)))
  expect(text).toContain('2016-04-22 09:00 to 2016-04-22 09:05')
  expect(text).not.toMatch(/2016-03|2016-05/)

  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(join(server.dataDir, 'reports', report.workbook!.fileName))
  const words: string[] = []
  workbook.getWorksheet('Summary')!.eachRow((row) => row.eachCell(({ text: of }) => words.push(of)))
  const title = 'First and last message'
  // Merged cells repeat what they hold.
  const fact = words.slice(words.indexOf(title)).find((word) => word !== title)
  expect(fact).toMatch(/22.* to .*22/)
  expect(fact).not.toMatch(/Mar|May|2016-03|2016-05/)
})

it('a room in which nobody has said anything has no first message', async () => {
  const room = await roomOf('quay', silent)
  expect(room).toMatchObject({ messageCount: 0, systemCount: 2 })
  expect([room.firstMessageAt, room.lastMessageAt]).toEqual([null, null])
})
