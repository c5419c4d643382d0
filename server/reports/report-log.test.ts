import pino from 'pino'
import { expect, it } from 'vitest'
import { sentence } from '../contract/sentences.ts'
import type { LoggedLine, ReportLines } from '../ports/reports.ts'
import { createReportLog } from './report-log.ts'

it('lists all that was said before, also what is on its way to the store', async () => {
  const kept: LoggedLine[] = []
  let store: () => void = () => undefined
  const lines: ReportLines = {
    add: (added) =>
      new Promise((resolve) => {
        store = () => {
          kept.push(...added)
          resolve()
        }
      }),
    list: async () => kept.map(({ line }) => line),
  }
  const log = createReportLog({ lines, log: pino({ enabled: false }), now: () => 0 })
  log.of('r', 'a')({ attempt: 1, level: 'info', id: 'report.note', said: sentence('cancelled') })
  const first = log.close()
  const listed = log.list('r')
  await Promise.resolve()
  store()
  await first
  expect((await listed).map(({ id }) => id)).toEqual(['report.note'])
})
