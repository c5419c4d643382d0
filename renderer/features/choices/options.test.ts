import { expect, it } from 'vitest'
import type { Group } from '../../../server/contract/groups.ts'
import {
  changeOfGroup,
  optionsOfGroup,
  periodKey,
  periodKeys,
  periodOf,
  withOption,
  withWorkbook,
} from './options.ts'

const group: Group = {
  groupOid: 'g',
  name: 'Support',
  roomOids: [],
  roomCount: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
}

it('leaves the other choices of a group alone when one is changed', () => {
  const options = { recipients: ['a@b.example'], workbook: { anonymize: true } }
  expect(withOption(options, 'summary', 'extractive')).toEqual({
    ...options,
    summary: 'extractive',
  })
  expect(withWorkbook(options, 'language', 'de')).toEqual({
    ...options,
    workbook: { anonymize: true, language: 'de' },
  })
  expect(
    withWorkbook(
      { ...options, workbook: { anonymize: true, language: 'de' } },
      'language',
      undefined,
    ),
  ).toEqual(options)
})

it('takes the choices away with the last of them', () => {
  expect(withOption({ summary: 'extractive' }, 'summary', undefined)).toBeNull()
  expect(withWorkbook({ workbook: { language: 'de' } }, 'language', undefined)).toBeNull()
  expect(withOption(undefined, 'summary', undefined)).toBeNull()
})

it('keeps "nobody" as a choice, which is not the same as none', () => {
  expect(withOption(undefined, 'recipients', [])).toEqual({ recipients: [] })
})

it('puts a period in place of fixed ends, which the server would refuse beside it', () => {
  const options = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' }
  expect(withOption(options, 'period', { days: 7 })).toEqual({ period: { days: 7 } })
})

it('keeps a workbook of the summary alone as a choice', () => {
  expect(withWorkbook(undefined, 'sheets', [])).toEqual({ workbook: { sheets: [] } })
})

it('says how mails are sent where it goes first', () => {
  const both: Group = { ...group, delivery: 'single', options: { delivery: 'digest' } }
  expect(optionsOfGroup(both)).toEqual({ delivery: 'single' })
  expect(optionsOfGroup(group)).toBeUndefined()
  expect(changeOfGroup({ delivery: 'digest', period: { days: 7 } })).toEqual({
    delivery: 'digest',
    options: { period: { days: 7 } },
  })
  expect(changeOfGroup({ delivery: 'digest' })).toEqual({ delivery: 'digest', options: null })
  expect(changeOfGroup(null)).toEqual({ delivery: null, options: null })
})

it('reads back every period that is offered', () => {
  for (const key of [...periodKeys, 'days14']) expect(periodKey(periodOf(key))).toBe(key)
  expect(periodOf('week')).toEqual({ calendar: 'week' })
  expect(periodOf('days7')).toEqual({ days: 7 })
})
