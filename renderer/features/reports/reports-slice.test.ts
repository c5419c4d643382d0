import { describe, expect, it } from 'vitest'
import type { Report, ReportState, ReportStatus } from '../../../server/contract/reports.ts'
import type { Room } from '../../../server/contract/rooms.ts'
import {
  cancelReports,
  loadReports,
  loadWorkbooks,
  openWorkbook,
  retryReports,
  runReportNext,
  showWorkbook,
  triggerReports,
} from './commands.ts'
import { reportsSlice, type ReportsState } from './reports-slice.ts'
import {
  selectBatchCounts,
  selectGoodOid,
  selectIsMissing,
  selectNextOids,
  selectRoomReport,
} from './selectors.ts'

const { statusesReceived, lastReportsHeard } = reportsSlice.actions

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()

const report = (oid: string, part: Partial<Report> = {}): Report => ({
  reportOid: oid,
  roomOid: `room-of-${oid}`,
  state: 'queued',
  delivery: 'none',
  progress: { done: 0, total: null, unit: 'messages' },
  percent: null,
  etaSeconds: null,
  message: '',
  attempt: 1,
  createdAt: at(0),
  startedAt: null,
  finishedAt: null,
  ...part,
})

const status = (oid: string, part: Partial<ReportStatus> = {}): ReportStatus => {
  const { createdAt: _c, startedAt: _s, finishedAt: _f, ...rest } = report(oid)
  return { ...rest, at: at(1), ...part }
}

const run = (...actions: Parameters<typeof reportsSlice.reducer>[1][]): ReportsState =>
  actions.reduce<ReportsState>(
    (state, action) => reportsSlice.reducer(state, action),
    reportsSlice.getInitialState(),
  )

const triggered = (...reports: Report[]) =>
  triggerReports.fulfilled({ reports, rejected: [] }, 'request', { roomOids: [], options: {} })

it('goes not back to what an older answer says that statuses have overtaken', () => {
  const read = (part: Partial<Report>) => loadReports.fulfilled([report('a', part)], 'request', {})
  const heard = statusesReceived([status('a', { state: 'writing', percent: 80 })])
  const stateOf = (...actions: Parameters<typeof run>) => run(...actions).entities['a']?.state
  const older = read({ state: 'summarizing', percent: 40 })
  expect(stateOf(older, heard, older)).toBe('writing')
  expect(stateOf(heard, read({ state: 'writing', percent: 80 }))).toBe('writing')
  expect(stateOf(heard, read({ state: 'finished', percent: 100 }))).toBe('finished')
  expect(stateOf(heard, read({ state: 'queued', percent: 0, attempt: 2 }))).toBe('queued')
})

describe('the last good report of a room', () => {
  const room = 'the-room'
  const good = report('good', { roomOid: room, state: 'finished', finishedAt: at(1) })
  const later = report('later', { roomOid: room, createdAt: at(5) })

  it('stays in reach when a later one is cancelled or fails, and not while that may still be good', () => {
    const before = run(triggered(good), triggered(later))
    expect(selectGoodOid({ reports: before }, 'later')).toBeUndefined()
    for (const state of ['cancelled', 'failed'] as const) {
      const ended = statusesReceived([status('later', { roomOid: room, state, at: at(6) })])
      const reports = reportsSlice.reducer(before, ended)
      expect(selectGoodOid({ reports }, 'later')).toBe('good')
      expect(selectRoomReport({ reports }, room)?.reportOid).toBe('later')
    }
  })

  it('is found by the list of workbooks where a start knows only of the later one', () => {
    const cancelled = { ...later, state: 'cancelled' as const, finishedAt: at(6) }
    const reports = run(triggered(cancelled), loadWorkbooks.fulfilled([good], 'request', undefined))
    expect(selectGoodOid({ reports }, 'later')).toBe('good')
  })
})

describe('statuses', () => {
  it('move a report on and fill in when it began and ended', () => {
    const state = run(
      triggered(report('a')),
      statusesReceived([status('a', { state: 'collecting', at: at(2) })]),
      statusesReceived([status('a', { state: 'writing', at: at(3) })]),
      statusesReceived([status('a', { state: 'finished', at: at(5) })]),
    )
    expect(state.entities['a']).toMatchObject({
      state: 'finished',
      createdAt: at(0),
      startedAt: at(2),
      finishedAt: at(5),
    })
  })

  it('never bring back a report that has ended', () => {
    const state = run(
      triggered(report('a')),
      statusesReceived([status('a', { state: 'failed' })]),
      statusesReceived([status('a', { state: 'writing', at: at(9) })]),
      loadReports.fulfilled([report('a', { state: 'writing' })], 'request', {}),
    )
    expect(state.entities['a']?.state).toBe('failed')
  })

  it('of a later attempt go on where a retry began', () => {
    const state = run(
      triggered(report('a')),
      statusesReceived([status('a', { state: 'failed' })]),
      statusesReceived([status('a', { state: 'writing', attempt: 2, at: at(9) })]),
    )
    expect(state.entities['a']).toMatchObject({ state: 'writing', attempt: 2, startedAt: at(9) })
  })

  it('of an earlier attempt that come late are left out', () => {
    const state = run(
      triggered(report('a')),
      statusesReceived([status('a', { state: 'collecting', attempt: 2 })]),
      statusesReceived([status('a', { state: 'failed', attempt: 1, at: at(9) })]),
    )
    expect(state.entities['a']).toMatchObject({ state: 'collecting', attempt: 2 })
  })

  it.each(['collecting', 'finished'] as const)(
    'that overtake the answer to the request win over it: %s',
    (reached) => {
      const state = run(
        statusesReceived([status('a', { state: reached })]),
        triggered(report('a', { state: 'queued' })),
      )
      expect(state.entities['a']?.state).toBe(reached)
    },
  )

  it('count a transition only when the state changes', () => {
    const begun = run(triggered(report('a')), statusesReceived([status('a', { state: 'writing' })]))
    const moved = reportsSlice.reducer(
      begun,
      statusesReceived([status('a', { state: 'writing', percent: 80 })]),
    )
    expect(moved.transitions).toBe(begun.transitions)
    expect(moved.entities['a']?.percent).toBe(80)
  })

  it('of mail that is still being sent leave the end of the report where it was', () => {
    const workbook = { fileName: 'a.xlsx', bytes: 1, sha256: '0'.repeat(64) }
    const state = run(
      triggered(report('a')),
      statusesReceived([status('a', { state: 'finished', at: at(2), workbook })]),
      statusesReceived([status('a', { state: 'finished', at: at(9), delivery: 'sent' })]),
    )
    expect(state.entities['a']).toMatchObject({ finishedAt: at(2), delivery: 'sent', workbook })
  })
})

describe('the batch', () => {
  it('grows while something of it runs and begins anew when nothing does', () => {
    const growing = run(triggered(report('a')), triggered(report('b')))
    expect(growing.batch).toEqual(['a', 'b'])
    const anew = [
      statusesReceived([status('a', { state: 'finished' }), status('b', { state: 'failed' })]),
      triggered(report('c')),
    ].reduce((state, action) => reportsSlice.reducer(state, action), growing)
    expect(anew.batch).toEqual(['c'])
  })

  it('takes in a report that another program has started', () => {
    const state = run(triggered(report('a')), statusesReceived([status('b')]))
    expect(state.batch).toEqual(['a', 'b'])
  })

  it('is the reports under way after a restart, together with what was remembered', () => {
    const state = run(
      reportsSlice.actions.batchRestored(['a', 'b']),
      lastReportsHeard([
        {
          roomOid: 'room-of-a',
          lastReport: { reportOid: 'a', state: 'finished', finishedAt: at(1) },
        } as Room,
      ]),
      loadReports.fulfilled([report('b', { state: 'writing' })], 'request', {}),
    )
    expect(selectBatchCounts({ reports: state })).toMatchObject({ total: 2, done: 1, running: 1 })
  })
})

describe('a batch after a crash of the window', () => {
  it('counts those of its reports that had ended with those that go on', () => {
    const one = (oid: string, state: ReportState) => report(oid, { state, batchOid: 'batch' })
    const other = report('other', { state: 'failed', batchOid: 'earlier' })
    const state = run(
      loadReports.fulfilled(
        [one('c', 'writing'), other, one('a', 'finished'), one('b', 'finished')],
        'request',
        {},
      ),
    )
    expect(selectBatchCounts({ reports: state })).toMatchObject({ total: 3, done: 2, running: 1 })
  })
})

describe("a room's report", () => {
  const room = {
    roomOid: 'r',
    lastReport: { reportOid: 'new', state: 'finished', finishedAt: at(9) },
  }

  it('is the newest one, in whatever order they are heard of', () => {
    const old = report('old', { roomOid: 'r', state: 'failed', createdAt: at(1) })
    const state = run(lastReportsHeard([room as Room]), loadReports.fulfilled([old], 'request', {}))
    expect(selectRoomReport({ reports: state }, 'r')?.reportOid).toBe('new')
  })

  it('keeps what is known better than the room tells', () => {
    const full = report('new', { roomOid: 'r', state: 'finished', message: 'Done' })
    const state = run(
      loadReports.fulfilled([full], 'request', {}),
      lastReportsHeard([room as Room]),
    )
    expect(selectRoomReport({ reports: state }, 'r')).toMatchObject({
      message: 'Done',
      complete: true,
    })
  })

  it('of a state this window does not know is left out', () => {
    const odd = { ...room, lastReport: { ...room.lastReport, state: 'dreaming' } }
    expect(run(lastReportsHeard([odd as Room])).ids).toEqual([])
  })
})

describe('a command', () => {
  it('to cancel shows at once and stays until the end is announced', () => {
    const asked = run(triggered(report('a')), cancelReports.pending('request', ['a']))
    expect(asked.asked).toEqual({ a: 'cancel' })
    const ended = reportsSlice.reducer(
      asked,
      statusesReceived([status('a', { state: 'cancelled' })]),
    )
    expect(ended.asked).toEqual({})
  })

  it('that was refused leaves nothing behind', () => {
    const refused = [{ reportOid: 'a', code: 'illegal_transition', message: 'ended' }]
    const state = run(
      triggered(report('a')),
      cancelReports.pending('request', ['a']),
      cancelReports.fulfilled({ reports: [], refused }, 'request', ['a']),
    )
    expect(state.asked).toEqual({})
  })

  it('to retry puts the report back into the running batch', () => {
    const again = report('a', { attempt: 2 })
    const state = run(
      triggered(report('a'), report('b')),
      statusesReceived([status('a', { state: 'failed' })]),
      retryReports.pending('request', ['a']),
      retryReports.fulfilled({ reports: [again], refused: [] }, 'request', ['a']),
    )
    expect(selectBatchCounts({ reports: state })).toMatchObject({ total: 2, queued: 2, failed: 0 })
  })
})

describe('a workbook', () => {
  const gone = Object.assign(new Error('gone'), { code: 'workbook_missing' })

  it('is missing once opening it said so, until it is found again', () => {
    const missed = openWorkbook.rejected(gone, 'request', 'a')
    expect(selectIsMissing({ reports: run(missed) }, 'a')).toBe(true)
    const found = showWorkbook.fulfilled(null, 'request', 'a')
    expect(selectIsMissing({ reports: run(missed, found) }, 'a')).toBe(false)
  })

  it('is missing as long as the list of the server says so', () => {
    const file = { fileName: 'a.xlsx', bytes: 1, sha256: 'a'.repeat(64) }
    const listed = (workbook: NonNullable<Report['workbook']>) =>
      loadWorkbooks.fulfilled([report('a', { state: 'finished', workbook })], 'request', undefined)
    const taken = listed({ ...file, missing: true })
    expect(selectIsMissing({ reports: run(taken) }, 'a')).toBe(true)
    expect(selectIsMissing({ reports: run(taken, listed(file)) }, 'a')).toBe(false)
  })

  it('is not missing because no program opens it', () => {
    const refused = Object.assign(new Error('none'), { code: 'no_program' })
    const state = run(openWorkbook.rejected(refused, 'request', 'a'))
    expect(selectIsMissing({ reports: state }, 'a')).toBe(false)
  })
})

describe('a report that is to run next', () => {
  const asked = runReportNext.pending('request', 'a')

  it('says so until it runs', () => {
    const queued = triggered(report('a'))
    expect(selectNextOids({ reports: run(queued, asked) })).toEqual(['a'])
    const began = statusesReceived([status('a', { state: 'collecting' })])
    expect(selectNextOids({ reports: run(queued, asked, began) })).toEqual([])
  })

  it('says nothing if it was refused', () => {
    const refused = runReportNext.rejected(new Error('too late'), 'request', 'a')
    expect(selectNextOids({ reports: run(triggered(report('a')), asked, refused) })).toEqual([])
  })
})
