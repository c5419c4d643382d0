import { expect, it } from 'vitest'
import { Schedule, ScheduleChange, ScheduleRequest } from '../../../server/contract/schedules.ts'
import { draftOf, draftProblems, newDraft, toChange, toRequest } from './draft.ts'

const schedule: Schedule = {
  scheduleOid: 's',
  name: 'Weekly',
  cron: '30 7 * * 1,4',
  timeZone: 'Europe/Berlin',
  groupOid: 'g',
  period: { calendar: 'week' },
  make: ['rooms'],
  delivery: 'digest',
  approval: false,
  missed: 'skip',
  paused: true,
  nextRunAt: null,
  nextRuns: [],
  createdAt: '2026-01-01T00:00:00.000Z',
}

it('begins with every Monday at eight, the last seven days, in one mail', () => {
  const request = toRequest({ ...newDraft({ timeZone: 'UTC', groupOid: 'g' }), name: ' Weekly ' })
  expect(ScheduleRequest.parse(request)).toEqual({
    name: 'Weekly',
    cron: '0 8 * * 1',
    timeZone: 'UTC',
    groupOid: 'g',
    period: { days: 7 },
    make: ['rooms'],
    delivery: 'digest',
    approval: false,
    missed: 'catchUp',
    paused: false,
  })
})

it('gives back a schedule as it was, and leaves alone whether it is paused', () => {
  const change = toChange(draftOf(schedule))
  expect(ScheduleChange.safeParse(change).success).toBe(true)
  const { name, cron, timeZone, groupOid, period, make, delivery, approval, missed } = schedule
  expect(change).toEqual({
    name,
    cron,
    timeZone,
    groupOid,
    period,
    make,
    delivery,
    approval,
    missed,
    recipients: null,
    approver: null,
  })
})

it('asks an approver only where a mail is held, and only by an address', () => {
  const held = { ...draftOf(schedule), approval: true, approver: ' lead@b.example ' }
  expect(toChange(held)).toMatchObject({ approval: true, approver: 'lead@b.example' })
  expect(draftProblems(held)).toEqual({})
  expect(draftProblems({ ...held, approver: 'lead' })).toEqual({ approver: true })
  expect(draftProblems({ ...held, approver: 'lead', approval: false })).toEqual({})
  expect(toChange({ ...held, approval: false }).approver).toBeNull()
  expect(draftOf({ ...schedule, approver: 'lead@b.example' }).approver).toBe('lead@b.example')
})

it('tells nobody from whoever rooms, groups and settings say', () => {
  expect(toChange(draftOf({ ...schedule, recipients: [] })).recipients).toEqual([])
  expect(toChange(draftOf({ ...schedule, recipients: ['a@b.example'] })).recipients).toEqual([
    'a@b.example',
  ])
  expect(
    toChange({ ...draftOf({ ...schedule, recipients: [] }), noMail: false }).recipients,
  ).toBeNull()
})

it('names rooms or a group, never both', () => {
  const draft = newDraft({ timeZone: 'UTC', roomOids: ['a', 'b'] })
  expect(toRequest({ ...draft, name: 'x' })).toMatchObject({ roomOids: ['a', 'b'] })
  expect(toRequest({ ...draft, name: 'x' })).not.toHaveProperty('groupOid')
  expect(toRequest({ ...draft, name: 'x', groupOid: 'g' })).not.toHaveProperty('roomOids')
})

it('says what is missing', () => {
  const draft = newDraft({ timeZone: 'UTC' })
  expect(draftProblems(draft)).toEqual({ name: true, target: true })
  expect(
    draftProblems({
      ...draft,
      name: 'x',
      groupOid: 'g',
      make: [],
      when: { ...draft.when, days: [] },
      recipients: ['a@b.example', 'nobody'],
    }),
  ).toEqual({ days: true, make: true, recipient: 'nobody' })
  expect(
    draftProblems({ ...draft, name: 'x', groupOid: 'g', recipients: ['?'], noMail: true }),
  ).toEqual({})
})
