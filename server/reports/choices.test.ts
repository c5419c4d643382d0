import { expect, it } from 'vitest'
import type { ReportOptions } from '../contract/report-options.ts'
import { chosen, type ChoiceLayer } from './choices.ts'

const request = (options: ReportOptions): ChoiceLayer => ({ from: 'request', options })
const room = (options: ReportOptions): ChoiceLayer => ({ from: 'room', options })
const group = (options: ReportOptions, groupOid = 'g'): ChoiceLayer => ({
  from: 'group',
  options,
  groupOid,
  groupName: `Group ${groupOid}`,
})

it('takes each value from the request, else from the room, else from the group, and says so', () => {
  const { options, choices } = chosen([
    request({ summary: 'extractive' }),
    room({ recipients: ['room@example.org'], workbook: { language: 'de' } }),
    group({
      summary: 'openai',
      recipients: ['group@example.org'],
      delivery: 'digest',
      workbook: { language: 'en', anonymize: true },
    }),
  ])
  expect(options).toEqual({
    summary: 'extractive',
    recipients: ['room@example.org'],
    delivery: 'digest',
    workbook: { language: 'de', anonymize: true },
  })
  const who = { from: 'group', groupOid: 'g', groupName: 'Group g' }
  expect(choices).toEqual([
    { key: 'summary', value: 'extractive', from: 'request' },
    { key: 'recipients', value: ['room@example.org'], from: 'room' },
    { key: 'workbook.language', value: 'de', from: 'room' },
    { key: 'delivery', value: 'digest', ...who },
    { key: 'workbook.anonymize', value: true, ...who },
  ])
})

it('takes a period whole: an end of one never meets the begin of another', () => {
  const { options, choices } = chosen([
    room({ from: '2026-03-01T00:00:00Z' }),
    group({ period: { days: 7 } }),
    group({ to: '2026-02-01T00:00:00Z' }, 'h'),
  ])
  expect(options).toEqual({ from: '2026-03-01T00:00:00Z' })
  expect(choices).toEqual([
    { key: 'period', value: { from: '2026-03-01T00:00:00Z' }, from: 'room' },
  ])
  expect(
    chosen([room({ period: { sinceLast: true } }), group({ to: '2026-02-01T00:00:00Z' })]),
  ).toMatchObject({
    options: { period: { sinceLast: true } },
  })
})

it('lets nobody be a choice, too: an empty list of recipients goes before a full one', () => {
  const { options } = chosen([room({ recipients: [] }), group({ recipients: ['a@example.org'] })])
  expect(options.recipients).toEqual([])
})

it('takes what the first of two groups says, and the rest from the second', () => {
  const { options, choices } = chosen([
    group({ delivery: 'digest' }),
    group({ delivery: 'single', summary: 'extractive' }, 'h'),
  ])
  expect(options).toEqual({ delivery: 'digest', summary: 'extractive' })
  expect(choices.map(({ key, groupOid }) => `${key} ${groupOid}`)).toEqual([
    'delivery g',
    'summary h',
  ])
})

it('passes by groups where a room has chosen to take nothing of them, and takes what the settings say', () => {
  const layers: ChoiceLayer[] = [
    request({ summary: null }),
    room({
      filter: null,
      period: null,
      recipients: null,
      workbook: { language: null, anonymize: null },
    }),
    group({
      period: { days: 7 },
      filter: { keyword: 'crane' },
      recipients: ['group@example.org'],
      summary: 'openai',
      workbook: { language: 'de', themeColor: '004400' },
    }),
    group({ to: '2026-02-01T00:00:00Z', approver: 'lead@example.org' }, 'h'),
  ]
  expect(chosen(layers).options).toEqual({
    approver: 'lead@example.org',
    workbook: { themeColor: '004400' },
  })
  const settings: ChoiceLayer = {
    from: 'settings',
    options: {
      summary: 'extractive',
      recipients: ['site@example.org'],
      workbook: { language: 'en' },
    },
  }
  const { options, choices } = chosen([...layers, settings])
  expect(options).toEqual({
    approver: 'lead@example.org',
    summary: 'extractive',
    recipients: ['site@example.org'],
    workbook: { language: 'en', themeColor: '004400' },
  })
  const none = { none: true, from: 'room' }
  expect(choices.filter((choice) => choice.none)).toEqual([
    { key: 'summary', value: 'extractive', none: true, from: 'request' },
    { key: 'period', value: null, ...none },
    { key: 'filter', value: null, ...none },
    { key: 'recipients', value: ['site@example.org'], ...none },
    { key: 'workbook.language', value: 'en', ...none },
    { key: 'workbook.anonymize', value: null, ...none },
  ])
})

it('lets a room choose again what a request or a group before it leaves open, and no second group what the first has passed by', () => {
  expect(
    chosen([room({}), group({ filter: null }), group({ filter: { keyword: 'crane' } }, 'h')])
      .options,
  ).toEqual({})
  expect(chosen([room({ approval: false }), group({ approval: true })]).options).toEqual({
    approval: false,
  })
})
