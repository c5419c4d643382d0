import { describe, expect, it } from 'vitest'
import type { ScheduleRunNews } from '../../../server/contract/schedules.ts'
import { say } from '../../../server/words/say.ts'
import {
  batchText,
  failureText,
  ofServer,
  runText,
  type NotificationPorts,
} from './notification-text.ts'
import type { Ended } from './tally.ts'
import { languages } from '../settings/words.ts'

const words = languages.en
const ports: NotificationPorts = {
  nameOf: (roomOid) => `# ${roomOid}`,
  sayWhy: ({ code, params = {} }) => say('en', { code, params }),
}
const ended = (roomOid: string, change: Partial<Ended> = {}): Ended => ({
  reportOid: `report-${roomOid}`,
  roomOid,
  state: 'finished',
  isUndelivered: false,
  ...change,
})
const failed = (roomOid: string): Ended => ended(roomOid, { state: 'failed' })
const text = (batch: Ended[], wanted: 'all' | 'failures' | 'none' = 'all') =>
  batchText(batch, wanted, words, ports)

describe('request 30: a notification that leads to the file', () => {
  it('names what is ready and leads to its folder', () => {
    expect(text([ended('general')])).toEqual({
      title: '1 report is ready',
      body: '# general',
      leadsTo: { kind: 'folder', reportOid: 'report-general' },
    })
  })

  it('stays short however many reports there were', () => {
    const rooms = Array.from({ length: 40 }, (_, i) => ended(`room-${i}`))
    expect(text(rooms)).toMatchObject({
      title: '40 reports are ready',
      body: '# room-0, # room-1, # room-2, and 37 more',
    })
  })
})

describe('request 15: tells of failures', () => {
  it('says how many failed beside those that are ready, and leads to the window', () => {
    expect(text([ended('a'), failed('b'), failed('c')])).toEqual({
      title: '1 report is ready',
      body: '# a\n2 failed',
      leadsTo: { kind: 'window' },
    })
  })

  it('leads to the one report that failed', () => {
    const only = { title: 'The report of # ops failed', body: '' }
    const leadsTo = { kind: 'report', reportOid: 'report-ops' }
    expect(text([failed('ops')])).toEqual({ ...only, leadsTo })
    expect(failureText(failed('ops'), words, ports)).toEqual({ ...only, leadsTo })
  })

  it('says why the one report failed, in the language of the window', () => {
    const why = { code: 'storage_full' as const, params: { context: 'quota' }, message: '' }
    const german = { ...ports, sayWhy: () => say('de', why) }
    const told = batchText([{ ...failed('ops'), why }], 'all', languages.de, german)
    expect(told?.title).toBe('Der Bericht von # ops ist gescheitert')
    expect(told?.body).toMatch(/^Ihr Speicherkontingent ist aufgebraucht/)
  })

  it('never calls a mail sent that was not (request 14)', () => {
    expect(text([ended('a', { isUndelivered: true })])?.body).toBe('# a\n1 was not sent by e-mail')
  })

  it('is silent as the person wishes', () => {
    expect(text([ended('a')], 'failures')).toBeNull()
    expect(text([ended('a'), failed('b')], 'failures')).not.toBeNull()
    expect(text([ended('a', { isUndelivered: true })], 'failures')).not.toBeNull()
    expect(text([failed('b')], 'none')).toBeNull()
  })

  it('tells nothing of what the person cancelled', () => {
    expect(text([ended('a', { state: 'cancelled' })])).toBeNull()
  })
})

describe('a run of a schedule', () => {
  const news = (change: Partial<ScheduleRunNews['run']> = {}): ScheduleRunNews => ({
    name: 'Mondays\n\u202E',
    run: {
      runOid: 'r',
      scheduleOid: 's',
      plannedAt: '2026-01-12T07:00:00.000Z',
      cause: 'planned',
      state: 'failed',
      startedAt: '2026-01-12T07:00:00.000Z',
      finishedAt: '2026-01-12T07:00:01.000Z',
      batchOid: null,
      overviewOid: null,
      reports: { total: 0, finished: 0, failed: 0, cancelled: 0 },
      mailsFailed: 0,
      error: { code: 'no_rooms', params: {}, message: '' },
      ...change,
    },
  })
  const told = (
    change: Partial<ScheduleRunNews['run']>,
    wanted: 'failures' | 'none' = 'failures',
  ) => runText(news(change), wanted, words, ports.sayWhy)

  it('is told of where it could start nothing, with the reason', () => {
    expect(told({})).toEqual({
      title: 'The schedule Mondays made no report',
      body: say('en', { code: 'no_rooms', params: {} }),
      leadsTo: { kind: 'window' },
    })
  })

  it('is not told of beside its reports, nor where it was skipped, or is not wanted', () => {
    expect(told({ batchOid: 'r' })).toBeNull()
    expect(told({ state: 'skipped' })).toBeNull()
    expect(told({}, 'none')).toBeNull()
  })
})

it('lets no room name break or turn the text around', () => {
  const hostile = failureText(failed('x'), words, {
    ...ports,
    nameOf: () => `a\nb\u202Egnp.exe\u2069${'x'.repeat(500)}`,
  })
  expect(hostile.title).not.toMatch(/[\n\u202E\u2069]/u)
  expect(hostile.title.length).toBeLessThan(100)
})

it('names the server first that it tells of, in plain text', () => {
  const named = ofServer(failureText(failed('pier'), words, ports), 'Harbour\n\u202eteam')
  expect(named.title).toBe('Harbour team: ' + failureText(failed('pier'), words, ports).title)
  expect(named.leadsTo).toEqual({ kind: 'report', reportOid: 'report-pier' })
})
