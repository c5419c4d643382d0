import { expect, it } from 'vitest'
import type { Group } from '../../../server/contract/groups.ts'
import { Schedule, ScheduleChange, ScheduleRequest } from '../../../server/contract/schedules.ts'
import type { SettingsValues } from '../../../server/contract/settings.ts'
import { usualChoices } from '../choices/index.ts'
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
    options: null,
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

it('keeps what it chooses before rooms and group, also that it takes nothing of what they say', () => {
  const options: Schedule['options'] = {
    summary: null,
    filter: { keyword: 'crane' },
    workbook: { language: null, anonymize: true },
  }
  const draft = draftOf({ ...schedule, options })
  expect(ScheduleChange.parse(toChange(draft)).options).toEqual(options)
  expect(toChange({ ...draft, choices: {} }).options).toBeNull()
  const atOnce = { ...draft, approval: false }
  expect(toChange(atOnce)).toMatchObject({
    approval: false,
    options: { ...options, approval: false },
  })
  expect(draftOf({ ...schedule, options: { approval: null } }).approval).toBe(false)
  expect(draftOf({ ...schedule, options: { approval: true } })).toMatchObject({
    approval: true,
    choices: {},
  })
  expect(draftOf(schedule).approval).toBeUndefined()
})

it('says what counts without a choice, and passes by the group where that is chosen', () => {
  const group: Group = {
    groupOid: 'g',
    name: 'Harbour',
    roomOids: [],
    roomCount: 0,
    options: { filter: { keyword: 'crane' }, workbook: { language: 'de' }, summary: null },
  } as never
  const settings = { summaryEngine: 'extractive', reportLanguage: 'en' } as SettingsValues
  const of = (own: Schedule['options']) =>
    new Map(usualChoices(settings, group, own).map((choice) => [choice.key, choice]))
  const usual = of(undefined)
  expect(usual.get('filter')).toMatchObject({ from: 'group', groupName: 'Harbour' })
  expect(usual.get('workbook.language')).toMatchObject({ value: 'de', from: 'group' })
  expect(usual.get('summary')).toMatchObject({ value: 'extractive', from: 'settings' })
  const passed = of({ filter: null, workbook: { language: null } })
  expect(passed.get('filter')).toMatchObject({ value: null, from: 'settings', none: true })
  expect(passed.get('workbook.language')).toMatchObject({ value: 'en', none: true })
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
