import { describe, expect, it } from 'vitest'
import { startI18n } from '../../app/i18n.ts'
import { everyMonday, fromCron, toCron, whenProblem, whenText, type When } from './when.ts'

const say = (cron: string, language: 'en' | 'de' = 'en'): string =>
  whenText(startI18n(language).t, language === 'en' ? 'en-GB' : 'de-DE', fromCron(cron))

describe('what cron says, in plain words', () => {
  it.each([
    ['0 8 * * 1', 'Every Monday at 08:00', 'Jeden Montag um 08:00 Uhr'],
    [
      '30 17 * * 1,3',
      'Every Monday and Wednesday at 17:30',
      'Jeden Montag und Mittwoch um 17:30 Uhr',
    ],
    ['0 8 * * MON-FRI', 'Monday to Friday at 08:00', 'Montag bis Freitag um 08:00 Uhr'],
    ['0 8 * * 0', 'Every Sunday at 08:00', 'Jeden Sonntag um 08:00 Uhr'],
    ['5 6 * * *', 'Every day at 06:05', 'Jeden Tag um 06:05 Uhr'],
    ['0 9 1 * *', 'On day 1 of every month at 09:00', 'Am 1. jedes Monats um 09:00 Uhr'],
    [
      '0 9 L * *',
      'On the last day of every month at 09:00',
      'Am letzten Tag jedes Monats um 09:00 Uhr',
    ],
    ['*/5 * * * *', 'Cron: */5 * * * *', 'Cron: */5 * * * *'],
  ])('says %s', (cron, english, german) => {
    expect(say(cron)).toBe(english)
    expect(say(cron, 'de')).toBe(german)
  })

  it.each([
    '0 8 1 1 *',
    '0 8 * * 1#2',
    '0 8 15 * 1',
    '0 0 8 * * 1',
    '0 25 * * *',
    '61 8 * * *',
    '0 8 0 * *',
    '0 8 * * 5-1',
    '0 8-10 * * *',
    '@daily',
    '',
  ])('leaves %j to those who know cron', (cron) => {
    expect(fromCron(cron)).toMatchObject({ kind: 'cron', cron })
  })
})

it('gives back the cron that it has read', () => {
  for (const cron of ['0 8 * * 1', '5 6 * * *', '30 17 * * 1,3', '0 9 1 * *', '0 9 L * *'])
    expect(toCron(fromCron(cron))).toBe(cron)
  expect(toCron(fromCron('0 8 * * MON-FRI'))).toBe('0 8 * * 1,2,3,4,5')
  expect(toCron({ ...everyMonday, kind: 'cron', cron: ' */5  * * * * ' })).toBe('*/5 * * * *')
})

it('names what is missing', () => {
  const of = (part: Partial<When>) => whenProblem({ ...everyMonday, ...part })
  expect(of({})).toBeNull()
  expect(of({ days: [] })).toBe('days')
  expect(of({ kind: 'daily', days: [] })).toBeNull()
  expect(of({ time: '24:00' })).toBe('time')
  expect(of({ time: '' })).toBe('time')
  expect(of({ kind: 'cron', time: '', cron: ' ' })).toBe('cron')
})
