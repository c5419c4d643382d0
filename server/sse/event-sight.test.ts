import { expect, it } from 'vitest'
import { accessChanged, sseEvents } from '../contract/events.ts'
import { partSight, partSightOf, wholeSight, type JudgedEvent } from './event-sight.ts'

const overview = (digit: string): string => `overview~${digit.repeat(32)}`
const sight = partSight(
  new Map([['open', 'Open']]),
  new Set(['secret']),
  new Map([
    [overview('0'), false],
    [overview('1'), true],
  ]),
)
const judge = (event: string, room: string, data: object = {}): string =>
  sight.judge({ event, room, data: JSON.stringify(data) } satisfies JudgedEvent)

it('has a word for every event that there is', () => {
  expect(Object.keys(partSightOf).toSorted()).toEqual(Object.values(sseEvents).toSorted())
})

it('shows of reports those of rooms that are seen, also under the id of before a merge, and overviews of none but those', () => {
  for (const event of [sseEvents.excelStatus, sseEvents.excelStatusEnd]) {
    expect(judge(event, 'open')).toBe('show')
    expect(judge(event, 'secret')).toBe('drop')
    expect(judge(event, overview('0'))).toBe('drop')
    expect(judge(event, overview('1'))).toBe('show')
    expect(judge(event, overview('2'))).toBe('renew')
    expect(judge(event, 'old', { mergedInto: 'open' })).toBe('show')
    expect(judge(event, 'old', { mergedInto: 'secret' })).toBe('drop')
    expect(judge(event, 'new')).toBe('renew')
  }
  expect(judge(sseEvents.summaryDelta, 'secret', { text: 'x' })).toBe('drop')
  expect(judge(sseEvents.summaryDelta, 'new', { mergedInto: 'open' })).toBe('renew')
})

it('shows a room that is seen under the name that it had, and asks anew for any other', () => {
  const changed = (roomOid: string, name: string) =>
    judge(sseEvents.roomChanged, roomOid, { roomOid, name })
  expect(changed('open', 'Open')).toBe('show')
  expect(changed('open', 'Now of a limited group')).toBe('renew')
  expect(changed('secret', 'Secret')).toBe('drop')
  expect(changed('new', 'New')).toBe('renew')
})

it('shows nothing of an event that nobody has thought of, and ends with every change of rights', () => {
  expect(judge('OF_A_LATER_VERSION', 'open')).toBe('drop')
  expect(judge(accessChanged, '')).toBe('renew')
  expect(judge(sseEvents.groupsChanged, '')).toBe('renew')
  const ofAll = (event: string) => wholeSight.judge({ event, room: 'secret', data: '{}' })
  expect(ofAll(sseEvents.excelStatus)).toBe('show')
  expect(ofAll(sseEvents.groupsChanged)).toBe('show')
  expect(ofAll(accessChanged)).toBe('renew')
})
