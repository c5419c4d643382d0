import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sentence, verbatim } from '../contract/sentences.ts'
import type { ReportStatus } from '../contract/reports.ts'
import type { StoredReport } from '../engines/sqlite/report-store.ts'
import { createKeeper } from './keeper.ts'
import { createTracker } from './tracker.ts'

const queued: StoredReport = {
  reportId: 1,
  lease: 1,
  reportOid: 'r1',
  roomOid: 'room',
  batchOid: 'b1',
  state: 'queued',
  delivery: 'none',
  resumeStage: 'collecting',
  attempt: 1,
  progress: { done: 0, total: null, unit: 'messages' },
  percent: 0,
  recipients: [],
  etaSeconds: null,
  etaRange: null,
  said: sentence('waiting_for_turn'),
  options: {},
  workbook: null,
  error: null,
  createdAt: 0,
  startedAt: null,
  finishedAt: null,
}

const ready = sentence('workbook_ready')
const workbook = { fileName: 'a.xlsx', bytes: 1, sha256: 'a'.repeat(64) }

function tracked(initial: StoredReport = queued) {
  const said: ReportStatus[] = []
  const ends: ReportStatus[] = []
  const lines: string[] = []
  /** Everything that is kept or said, in its order. */
  const steps: string[] = []
  let nowMs = 1_000
  let clockError = 0
  const tracker = createTracker(initial, {
    now: () => nowMs + clockError,
    ticks: () => nowMs,
    keeper: createKeeper({ onError: () => undefined }),
    log: (line) => lines.push(line.id),
    store: {
      save(report) {
        steps.push(`keep ${report.state}`)
      },
      saveAttempt(report) {
        steps.push(`keep attempt ${report.state}`)
      },
      atomically(work) {
        steps.push('begin')
        work()
        steps.push('commit')
      },
    },
    publisher: {
      emit(status) {
        steps.push(`say ${status.state}`)
        said.push(status)
      },
      emitText: () => {},
      end(status) {
        steps.push(`end ${status.state}`)
        ends.push(status)
      },
    },
  })
  return {
    tracker,
    said,
    ends,
    steps,
    lines,
    advance: (ms: number) => (nowMs += ms),
    setClock: (ms: number) => (clockError = ms),
  }
}

describe('a tracked report', () => {
  it('says every transition, however close they come', () => {
    const { tracker, said, ends } = tracked()
    tracker.enter('collecting')
    tracker.enter('summarizing')
    tracker.enter('writing')
    tracker.finish(workbook, ready)
    expect(said.map((status) => status.state)).toEqual(['collecting', 'summarizing', 'writing'])
    expect(ends.map((status) => status.state)).toEqual(['finished'])
  })

  it('keeps each state before it says it, once and at once, and its end within one transaction', () => {
    const { tracker, steps } = tracked()
    const stepsOf = (act: () => void) => {
      steps.length = 0
      act()
      return [...steps]
    }
    for (const stage of ['collecting', 'summarizing', 'writing'] as const) {
      expect(stepsOf(() => tracker.enter(stage))).toEqual([`keep ${stage}`, `say ${stage}`])
    }
    expect(stepsOf(() => tracker.finish(workbook, ready))).toEqual([
      'begin',
      'keep finished',
      'keep attempt finished',
      'end finished',
      'commit',
    ])
  })

  it('says at most four counters a second', () => {
    const { tracker, said, advance } = tracked()
    tracker.enter('collecting')
    for (let done = 1; done <= 1_000; done++) {
      advance(10)
      tracker.hear({ type: 'progress', done: done, total: 1_000, unit: 'messages' })
    }
    // Ten seconds at four a second, and the transition.
    expect(said.length).toBeLessThanOrEqual(41)
    expect(said.length).toBeGreaterThan(30)
  })

  it('says its counters on while somebody sets the clock back', () => {
    const { tracker, said, advance, setClock } = tracked()
    tracker.enter('collecting')
    tracker.hear({ type: 'progress', done: 1, total: 1_000, unit: 'messages' })
    setClock(-7_200_000)
    const before = said.length
    for (let done = 2; done <= 12; done++) {
      advance(250)
      tracker.hear({ type: 'progress', done: done, total: 1_000, unit: 'messages' })
    }
    expect(said.length - before).toBeGreaterThanOrEqual(10)
    expect(tracker.report.etaSeconds ?? 1).toBeGreaterThan(0)
  })

  it('never lets the percent fall', () => {
    const { tracker, advance } = tracked()
    tracker.enter('collecting')
    tracker.hear({ type: 'progress', done: 900, total: 1_000, unit: 'messages' })
    const before = tracker.report.percent ?? 0
    advance(1_000)
    tracker.hear({ type: 'progress', done: 100, total: 1_000, unit: 'messages' })
    expect(tracker.report.percent).toBeGreaterThanOrEqual(before)
  })

  it('ends only when the mail is settled too', () => {
    const { tracker, said, ends } = tracked({ ...queued, delivery: 'pending', state: 'writing' })
    tracker.finish(workbook, ready)
    expect(ends).toEqual([])
    expect(said.at(-1)?.state).toBe('finished')
    tracker.deliver('sending', sentence('mail_sending', { count: 1 }))
    tracker.deliver('sent', sentence('mail_sent', { count: 1 }))
    expect(ends.map((status) => status.delivery)).toEqual(['sent'])
  })

  it('sends no mail for a report that failed', () => {
    const { tracker, ends } = tracked({ ...queued, delivery: 'pending' })
    tracker.fail({ code: 'internal', stage: 'collecting', message: 'No', retryable: true })
    expect(ends[0]?.delivery).toBe('none')
  })

  it('says that its stage waits, and takes the sentence back at the next sign of life', () => {
    const { tracker, said } = tracked()
    tracker.enter('summarizing')
    tracker.hear({ type: 'waiting', milliseconds: 23_000, reason: verbatim('too many requests') })
    tracker.hear({ type: 'waiting', milliseconds: 46_000, reason: verbatim('too many requests') })
    expect(said.at(-1)?.message).toBe('Waiting 46 s for the model server: too many requests')
    tracker.hear({ type: 'progress', done: 1, total: 10, unit: 'messages' })
    expect(tracker.report.said).toEqual(sentence('summarizing'))
  })

  it('says nothing after its end', () => {
    const { tracker, said, ends } = tracked({ ...queued, state: 'writing' })
    tracker.finish(workbook, ready)
    tracker.hear({ type: 'progress', done: 1, total: 2, unit: 'rows' })
    tracker.say(sentence('runs_next'))
    expect(said).toEqual([])
    expect(ends).toHaveLength(1)
  })

  it('writes a line for each thing that happens to it', () => {
    const { tracker, lines } = tracked({ ...queued, delivery: 'pending' })
    tracker.enter('collecting')
    tracker.pause(sentence('waiting_for_model_place'))
    tracker.enter('summarizing')
    tracker.enter('writing')
    tracker.finish(workbook, ready)
    tracker.deliver('sending', sentence('mail_sending', { count: 1 }))
    tracker.deliver('sent', sentence('mail_sent', { count: 1 }))
    expect(lines).toEqual([
      'report.stage',
      'report.waiting',
      'report.stage',
      'report.stage',
      'report.finished',
      'report.delivery',
      'report.delivery',
    ])
  })

  it('may enter the stage that it waits in once more', () => {
    const { tracker } = tracked()
    tracker.enter('collecting')
    tracker.pause(sentence('waiting_for_model_place'))
    tracker.enter('collecting')
    expect(tracker.report).toMatchObject({
      state: 'collecting',
      said: { code: 'collecting' },
    })
  })

  it('gives the time left as a range, and none once it has ended', () => {
    const { tracker, said, advance } = tracked()
    tracker.enter('collecting')
    for (let done = 10; done <= 100; done += 10) {
      advance(1_000)
      tracker.hear({ type: 'progress', done: done, total: 100, unit: 'messages' })
    }
    const { etaRange, etaSeconds } = said.at(-1) ?? {}
    expect(etaRange?.low).toBeLessThanOrEqual(etaSeconds ?? 0)
    expect(etaRange?.high).toBeGreaterThan(etaRange?.low ?? 0)
    tracker.cancel()
    expect(tracker.report.etaRange).toBeNull()
  })
})

describe('a tracked report whose state cannot be written down', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('is not forgotten: its end is kept and said as soon as that is possible, once', () => {
    let isFull = true
    const ends: ReportStatus[] = []
    const errors: unknown[] = []
    const tracker = createTracker(
      { ...queued, state: 'writing' },
      {
        now: () => 0,
        keeper: createKeeper({ onError: (error) => errors.push(error) }),
        log: () => undefined,
        store: {
          save: () => undefined,
          saveAttempt: () => undefined,
          atomically(work) {
            if (isFull) throw new Error('database or disk is full')
            work()
          },
        },
        publisher: {
          emit: () => undefined,
          emitText: () => undefined,
          end: (status) => ends.push(status),
        },
      },
    )
    tracker.fail({ code: 'storage_full', stage: 'writing', message: 'Full', retryable: true })
    expect(tracker.report.state).toBe('failed')
    expect(tracker.kept()).not.toBeNull()
    vi.advanceTimersByTime(3_500)
    expect(ends).toEqual([])
    expect(errors).toHaveLength(4)
    isFull = false
    vi.advanceTimersByTime(1_000)
    expect(ends.map(({ state }) => state)).toEqual(['failed'])
    expect(tracker.kept()).toBeNull()
    vi.advanceTimersByTime(10_000)
    expect(ends).toHaveLength(1)
  })
})
