import { DatabaseSync } from '@photostructure/sqlite'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import {
  stages,
  type Report,
  type ReportAnswer,
  type ReportLogLine,
  type Stage,
} from '../../server/contract/reports.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer
afterEach(() => server.dispose())

const logOf = async (reportOid: string): Promise<ReportLogLine[]> =>
  (await server.json<{ items: ReportLogLine[] }>(`/api/reports/${reportOid}/log`)).items

/** Sets a report of the stopped server back to where it was in the middle of `stage`. */
function interrupt(db: InstanceType<typeof DatabaseSync>, report: Report, stage: Stage): void {
  db.prepare(
    `UPDATE reports SET state = ?, resume_stage = ?, workbook = NULL, finished_at = NULL,
       message = 'Words of an earlier version', said = NULL WHERE report_oid = ?`,
  ).run(stage, stage, report.reportOid)
  for (const later of stages.slice(stages.indexOf(stage))) {
    db.prepare(`DELETE FROM checkpoints WHERE report_oid = ? AND stage = ?`).run(
      report.reportOid,
      later,
    )
  }
}

it('an upgrade with reports in every stage finishes them, and makes again what it cannot read', async () => {
  server = await startTestServer()
  const rooms = [...stages, 'same-version']
  for (const room of rooms) await server.feed(room, 12)
  const stream = server.events(`rooms=${rooms.join(',')}`)
  const { reports } = await server.post<ReportAnswer>('/api/reports', { roomOids: rooms })
  await Promise.all(rooms.map((room) => stream.end(room)))
  const reportOf = (room: string): Report => reports.find(({ roomOid }) => roomOid === room)!

  await server.close()
  for (const file of await readdir(join(server.dataDir, 'reports'))) {
    await rm(join(server.dataDir, 'reports', file))
  }
  const db = new DatabaseSync(join(server.dataDir, 'rapporteur.db'))
  for (const stage of stages) interrupt(db, reportOf(stage), stage)
  interrupt(db, reportOf('same-version'), 'writing')
  db.prepare(
    `UPDATE checkpoints SET version = 0, output = '{"maxOrd": 10}' WHERE report_oid <> ?`,
  ).run(reportOf('same-version').reportOid)
  db.close()

  server = await startTestServer({ dataDir: server.dataDir })
  for (const room of rooms) {
    const after = server.events(`rooms=${room}`)
    const { data } = await after.end(room)
    expect(data, room).toMatchObject({ state: 'finished', code: 'workbook_ready' })
    after.close()
    expect((await server.api(`/api/reports/${reportOf(room).reportOid}/workbook`)).status).toBe(200)
  }
  for (const [stage, firstMade] of [
    ['summarizing', 'collecting'],
    ['writing', 'collecting'],
  ] as const) {
    const lines = await logOf(reportOf(stage).reportOid)
    expect(lines).toContainEqual(
      expect.objectContaining({ code: 'stage_again', params: { stage: firstMade } }),
    )
  }
  const untouched = await logOf(reportOf('same-version').reportOid)
  expect(untouched.filter(({ id }) => id === 'report.stage').map(({ code }) => code)).toEqual([
    'collecting',
    'summarizing',
    'writing',
    'writing',
  ])
})
