import { expect, test } from 'vitest'
import { looseMoment } from './loose-dates.ts'
import { wallClock } from './time-zone.ts'

const utc = wallClock('UTC')
const berlin = wallClock('Europe/Berlin')
const iso = (text: string, clock = utc): string | null => {
  const { at } = looseMoment(text, 'dmy', clock)
  return at === null ? null : new Date(at).toISOString()
}

const TEN = '2024-03-05T10:00:00.000Z'

test.each([
  '2024-03-05 10:00:00 UTC',
  '2024-03-05T10:00:00Z',
  '2024-03-05 12:00:00 +0200 EET',
  '2024-03-05T11:00:00+01:00[Europe/Berlin]',
  'Tue, 05 Mar 2024 10:00:00 +0000',
  'Tue, 5 Mar 2024 05:00:00 EST',
  'Tue Mar 05 2024 11:00:00 GMT+0100 (Central European Standard Time)',
  'Tue Mar  5 10:00:00 UTC 2024',
  '5/3/2024 10:00:00 AM +00:00',
  'Mar 5, 2024, 11:00 AM GMT+1',
  '20240305T100000Z',
  '20240305T110000+0100',
  '1709632800',
  '1709632800000',
  '1709632800000000',
  '1709632800000000000',
  '/Date(1709632800000)/',
  '/Date(1709632800000-0500)/',
])('%s names its moment, whatever zone was chosen', (text) => {
  expect(iso(text, berlin)).toBe(TEN)
  expect(looseMoment(text, 'dmy', berlin).timeSource).toBe('explicit')
})

test.each([
  'Mar 5, 2024 at 10:00 AM',
  'March 5th, 2024 10:00am',
  'Tuesday, March 5, 2024 10:00:00 AM',
  'Tue Mar  5 10:00:00 2024',
  '5. März 2024, 10:00 Uhr',
  'Dienstag, 5. März 2024 um 10:00',
  '5 de marzo de 2024 a las 10:00',
  'mardi 5 mars 2024 à 10:00',
  '05-Mar-2024 10:00',
  '2024-Mar-05 10:00',
  '05.03.2024, 10:00',
  '10:00 05.03.2024',
  '2024/03/05 10:00:00',
  '2024年3月5日 10:00',
  '2024年3月5日(火) 午前10:00',
  '2024年3月5日 10時00分',
  '2024년 3월 5일 오전 10:00',
  '2024. 3. 5. 오전 10:00:00',
  '20240305 10:00',
  '20240305100000',
  '45356.4166666667',
  '45356,41667',
])('%s is read on the clock that was chosen', (text) => {
  expect(iso(text)).toBe(TEN)
  expect(iso(text, berlin)).toBe('2024-03-05T09:00:00.000Z')
  expect(looseMoment(text, 'dmy', berlin).timeSource).toBe('assumed')
})

test('afternoons count on from noon, in every spelling', () => {
  for (const text of ['Mar 5, 2024 3:05 PM', '2024年3月5日 下午3:05', '2024년 3월 5일 오후 3:05']) {
    expect(iso(text)).toBe('2024-03-05T15:05:00.000Z')
  }
  expect(iso('Mar 5, 2024 at 12:30 AM')).toBe('2024-03-05T00:30:00.000Z')
})

test.each([
  '',
  'hello 10:00',
  '10:00',
  '12345',
  '2024-02-31 10:00 UTC',
  '31. Juny 2024 25:00',
  'May 5 apples 2024',
  'Foo 5, 2024 at 10:00 AM',
  `${'9'.repeat(30)} Mar 2024`,
])('"%s" is no time', (text) => {
  expect(iso(text)).toBeNull()
})

test.each([
  ['0000-01-01T00:00:00+23:59', null],
  ['9999-12-31T23:59:59-12:00', null],
  ['2026-02-30 10:00', null],
  ['2569-03-02 10:00:00', '2026-03-02T10:00:00.000Z'],
  ['2569-03-02T10:00:00', '2026-03-02T10:00:00.000Z'],
  ['1404-12-11 10:00', '2026-03-02T10:00:00.000Z'],
  // With a zone it is a machine's, and machines count as Gregory did.
  ['2569-03-02T10:00:00Z', '2569-03-02T10:00:00.000Z'],
])('%s is a date of its own calendar, or none', (text, expected) => {
  const { at } = looseMoment(text, 'dmy', wallClock('UTC'))
  expect(at === null ? null : new Date(at).toISOString()).toBe(expected)
})
