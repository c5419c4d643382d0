import { describe, expect, it } from 'vitest'
import type { ReportStatus } from '../../../server/contract/reports.ts'
import { createTally, type Ended } from './tally.ts'

const status = (reportOid: string, change: Partial<ReportStatus>): ReportStatus => ({
  reportOid,
  roomOid: `room-${reportOid}`,
  state: 'queued',
  delivery: 'none',
  progress: { done: 0, total: null, unit: 'messages' },
  percent: null,
  etaSeconds: null,
  message: '',
  attempt: 1,
  at: '2026-01-05T09:00:00.000Z',
  ...change,
})

const setUp = () => {
  const batches: (readonly Ended[])[] = []
  const failures: string[] = []
  const tally = createTally({
    batchEnd: (ended) => batches.push(ended),
    failure: ({ reportOid }) => failures.push(reportOid),
  })
  let waiting = 0
  let running = 0
  const queue = () => tally.queue({ paused: false, concurrency: 2, waiting, running })
  return {
    tally,
    batches,
    failures,
    wait(oid: string) {
      tally.status(status(oid, {}), false)
      waiting += 1
      queue()
    },
    run(oid: string, percent = 0) {
      waiting -= 1
      running += 1
      queue()
      tally.status(status(oid, { state: 'collecting', percent }), false)
    },
    /** As the server does it: the end is pushed first, the place in the queue is given back then. */
    end(oid: string, change: Partial<ReportStatus>) {
      tally.status(status(oid, change), true)
      running -= 1
      queue()
    },
  }
}

describe('request 15: one notification per batch end or final failure', () => {
  it('tells of a batch once, when its last report has ended', () => {
    const { batches, wait, run, end } = setUp()
    for (const oid of ['a', 'b', 'c']) wait(oid)
    run('a')
    run('b')
    end('a', { state: 'finished' })
    run('c')
    end('b', { state: 'cancelled' })
    expect(batches).toEqual([])
    end('c', { state: 'finished' })
    expect(batches.map((ended) => ended.map(({ state }) => state))).toEqual([
      ['finished', 'cancelled', 'finished'],
    ])
  })

  it('tells at once of the first failure of a batch that goes on, and of no other', () => {
    const { batches, failures, wait, run, end } = setUp()
    for (const oid of ['a', 'b', 'c']) wait(oid)
    run('a')
    run('b')
    end('a', { state: 'failed' })
    expect(failures).toEqual(['a'])
    run('c')
    end('b', { state: 'failed' })
    end('c', { state: 'finished' })
    expect(failures).toEqual(['a'])
    expect(batches).toHaveLength(1)
  })

  it('tells of a single report that fails with the end of its batch only', () => {
    const { batches, failures, wait, run, end } = setUp()
    wait('a')
    run('a')
    end('a', { state: 'failed' })
    expect(failures).toEqual([])
    expect(batches).toHaveLength(1)
  })

  it('counts a report that was retried by how it ended last', () => {
    const { batches, wait, run, end } = setUp()
    wait('a')
    wait('b')
    run('a')
    run('b')
    end('a', { state: 'failed' })
    wait('a')
    run('a')
    end('a', { state: 'finished' })
    end('b', { state: 'finished' })
    expect(batches).toHaveLength(1)
    expect(batches[0]?.map(({ state }) => state)).toEqual(['finished', 'finished'])
  })

  it('waits for a mail that is still being sent, and tells that it was not', () => {
    const { tally, batches, wait, run } = setUp()
    wait('a')
    run('a')
    tally.status(status('a', { state: 'finished', delivery: 'sending', percent: 100 }), false)
    tally.queue({ paused: false, concurrency: 2, waiting: 0, running: 0 })
    expect(batches).toEqual([])
    tally.status(status('a', { state: 'finished', delivery: 'failed' }), true)
    expect(batches).toEqual([
      [{ reportOid: 'a', roomOid: 'room-a', state: 'finished', isUndelivered: true }],
    ])
  })

  it('begins another batch after the end of one', () => {
    const { batches, wait, run, end } = setUp()
    for (const oid of ['a', 'b']) {
      wait(oid)
      run(oid)
      end(oid, { state: 'finished' })
    }
    expect(batches.map((ended) => ended.map(({ reportOid }) => reportOid))).toEqual([['a'], ['b']])
  })
})

it('gives the share of the batch that is done, for the taskbar', () => {
  const { tally, wait, run, end } = setUp()
  expect(tally.activity().fraction).toBeNull()
  for (const oid of ['a', 'b', 'c', 'd']) wait(oid)
  expect(tally.activity()).toMatchObject({ fraction: 0, waiting: 4, running: 0 })
  run('a', 50)
  expect(tally.activity().fraction).toBeCloseTo(0.125)
  end('a', { state: 'failed' })
  expect(tally.activity()).toMatchObject({ fraction: 0.25, hasFailures: true })
  for (const oid of ['b', 'c', 'd']) {
    run(oid)
    end(oid, { state: 'finished' })
  }
  expect(tally.activity()).toMatchObject({ fraction: null, hasFailures: false })
})

it('knows of reports that were waiting before it listened', () => {
  const { tally } = setUp()
  tally.queue({ paused: false, concurrency: 4, waiting: 6, running: 4 })
  expect(tally.activity()).toMatchObject({ running: 4, waiting: 6, fraction: 0 })
})
