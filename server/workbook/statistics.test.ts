import { describe, expect, it } from 'vitest'
import type { StoredMessage } from '../ports/message.ts'
import { createRoomStatistics, type RoomStatistics } from './statistics.ts'

const base = Date.UTC(2026, 0, 5, 9) // a Monday

function said(number: number, author: string, fields: Partial<StoredMessage> = {}): StoredMessage {
  return {
    number,
    id: `m${number}`,
    sourceId: null,
    at: base + number * 60_000,
    timeSource: 'explicit',
    author,
    authorKey: author,
    kind: 'message',
    text: 'words',
    replyTo: null,
    attachments: [],
    ...fields,
  }
}

function statisticsOf(messages: Iterable<StoredMessage>, timeZone?: string): RoomStatistics {
  const statistics = createRoomStatistics(timeZone === undefined ? {} : { timeZone })
  for (const message of messages) statistics.add(message)
  return statistics.result()
}

const person = (statistics: RoomStatistics, author: string) =>
  statistics.participants.find((participant) => participant.author === author)!

describe('the statistics of a room', () => {
  it('counts messages and system lines apart, and no participant for a system line', () => {
    const result = statisticsOf([
      said(1, 'Ada'),
      said(2, 'Bo', { kind: 'system', text: 'joined' }),
      said(3, 'Ada'),
    ])
    expect(result).toMatchObject({ total: 3, messages: 2, system: 1 })
    expect(result.participants.map(({ author, messages }) => [author, messages])).toEqual([
      ['Ada', 2],
    ])
  })

  it('tells two people of one name apart', () => {
    const result = statisticsOf([
      said(1, 'Sam', { authorKey: 'u1' }),
      said(2, 'Sam', { authorKey: 'u2' }),
    ])
    expect(result.participants).toHaveLength(2)
  })

  it('follows marked replies and measures how long they took', () => {
    const result = statisticsOf([
      said(1, 'Ada', { text: 'Is it open?' }),
      said(2, 'Bo', { replyTo: 'm1', at: base + 90_000 }),
      said(3, 'Bo', { replyTo: 'm1', at: base + 360_000 }),
      said(4, 'Cy', { replyTo: 'gone' }),
      said(5, 'Ada', { replyTo: 'm1' }),
    ])
    expect(result.replies).toEqual({ marked: 4, named: 0 })
    expect(person(result, 'Bo')).toMatchObject({
      repliesGiven: 2,
      repliesReceived: 0,
      answers: 1,
      medianAnswerSeconds: 30,
    })
    expect(person(result, 'Ada')).toMatchObject({
      repliesGiven: 1,
      repliesReceived: 2,
      medianAnswerSeconds: null,
    })
    expect(person(result, 'Cy')).toMatchObject({ repliesGiven: 1, medianAnswerSeconds: null })
    expect(result.answers).toMatchObject({ asked: 1, answered: 1, medianSeconds: null })
  })

  it('takes a leading name for a reply where there is no mark', () => {
    const result = statisticsOf([
      said(1, 'Ada', { text: 'Is it open?' }),
      said(2, 'Bo', { text: 'ADA: yes' }),
      said(3, 'Bo', { text: 'nobody: hm' }),
      said(4, 'Bo', { text: 'Ada is right' }),
      said(5, 'Bo', { text: 'bo: talking to myself' }),
    ])
    expect(result.replies).toEqual({ marked: 0, named: 1 })
    expect(person(result, 'Ada').repliesReceived).toBe(1)
    expect(person(result, 'Bo').medianAnswerSeconds).toBe(60)
  })

  it('counts days, hours and weekdays on the clock of the zone', () => {
    const late = Date.UTC(2026, 0, 5, 23, 30)
    const messages = [said(1, 'Ada', { at: late }), said(2, 'Ada', { at: late + 3_600_000 })]
    const utc = statisticsOf(messages)
    expect(utc.days.map(({ messages: count }) => count)).toEqual([1, 1])
    expect(utc.weekdays).toEqual([1, 1, 0, 0, 0, 0, 0])
    expect([utc.hours[23], utc.hours[0]]).toEqual([1, 1])
    const tokyo = statisticsOf(messages, 'Asia/Tokyo')
    expect(tokyo.days.map(({ messages: count }) => count)).toEqual([2])
    expect(tokyo.weekdays).toEqual([0, 2, 0, 0, 0, 0, 0])
    expect(person(tokyo, 'Ada').activeDays).toBe(1)
  })

  it('counts a day once for a person, in whatever order the messages come', () => {
    const day = 86_400_000
    const result = statisticsOf(
      [0, 3, 0, 1, 3, 1].map((offset, index) =>
        said(index + 1, 'Ada', { at: base + offset * day }),
      ),
    )
    expect(person(result, 'Ada').activeDays).toBe(3)
    expect(result.days.map(({ participants }) => participants)).toEqual([1, 1, 1])
  })

  it('tells unknown and assumed times, and gets along without any', () => {
    const result = statisticsOf([
      said(1, 'Ada', { at: null, timeSource: 'unknown' }),
      said(2, 'Ada', { timeSource: 'assumed' }),
    ])
    expect(result).toMatchObject({ timeUnknown: 1, timeAssumed: 1, firstAt: base + 120_000 })
    const none = statisticsOf([said(1, 'Ada', { at: null })])
    expect(none).toMatchObject({ firstAt: null, days: [], longestSilence: null })
  })

  it('counts what its authors edited and deleted, each message once', () => {
    const result = statisticsOf([
      said(1, 'Ada', { editedAt: 5 }),
      said(2, 'Ada'),
      said(3, 'Ada', { kind: 'system', text: 'Message deleted', editedAt: 5, deletedAt: 6 }),
    ])
    expect(result).toMatchObject({ edited: 1, deleted: 1, messages: 2, system: 1 })
  })

  it('begins and ends with what people said, whoever came and went before and after', () => {
    const line = { kind: 'system', author: '', authorKey: '' } as const
    const result = statisticsOf([
      said(1, '', line),
      said(2, 'Ada'),
      said(3, 'Bo'),
      said(9, '', line),
    ])
    expect(result).toMatchObject({ system: 2, firstAt: base + 120_000, lastAt: base + 180_000 })
  })

  it('is plain JSON, and empty for an empty room', () => {
    const empty = statisticsOf([])
    expect(empty).toMatchObject({ total: 0, participants: [], days: [] })
    expect(empty.answers).toMatchObject({ asked: 0, answered: 0, medianSeconds: null })
    const result = statisticsOf([said(1, 'Ada'), said(2, 'Bo', { replyTo: 'm1' })])
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  })

  it('adds up over two hundred thousand messages of fifty thousand people', () => {
    const total = 200_000
    function* many(): Generator<StoredMessage> {
      for (let number = 1; number <= total; number += 1) {
        yield said(number, `Person ${number % 50_000}`, {
          at: base + number * 1_000,
          text: number % 20 < 10 ? 'Is it open?' : 'Yes',
          replyTo: number > 10 ? `m${number - 10}` : null,
        })
      }
    }
    const result = statisticsOf(many())
    const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0)
    expect(result.messages).toBe(total)
    expect(result.participants).toHaveLength(50_000)
    expect(sum(result.participants.map(({ messages }) => messages))).toBe(total)
    expect(sum(result.hours)).toBe(total)
    expect(sum(result.weekdays)).toBe(total)
    expect(result.replies.marked).toBe(total - 10)
    expect(sum(result.participants.map(({ repliesReceived }) => repliesReceived))).toBe(total - 10)
    expect(result.answers).toMatchObject({ answered: total / 2 - 1, medianSeconds: 10 })
  })
})
