import { describe, expect, it } from 'vitest'
import { createRoomStatistics } from '../workbook/statistics.ts'
import type { RoomStatistics } from '../contract/statistics.ts'
import type { StoredMessage } from '../ports/message.ts'

type Line = [minute: number, author: string, text: string, replyTo?: number | null]

const base = Date.UTC(2026, 0, 5, 9)

function statisticsOf(lines: readonly Line[]): RoomStatistics {
  const statistics = createRoomStatistics()
  for (const [index, [minute, author, text, replyTo = null]] of lines.entries()) {
    statistics.add({
      number: index + 1,
      id: `m${index + 1}`,
      sourceId: null,
      at: base + minute * 60_000,
      timeSource: 'explicit',
      author,
      authorKey: author,
      kind: 'message',
      text,
      replyTo: replyTo === null ? null : `m${replyTo}`,
      attachments: [],
    } satisfies StoredMessage)
  }
  return statistics.result()
}

const person = (statistics: RoomStatistics, author: string) => {
  const { answers, medianAnswerSeconds } = statistics.participants.find(
    (one) => one.author === author,
  )!
  return [answers, medianAnswerSeconds]
}

describe('the time to an answer', () => {
  it('runs from the question in a topic, not from the first message of the topic', () => {
    const result = statisticsOf([
      [0, 'Ivo Brand', 'The fair is on the ninth.'],
      [600, 'Nele Ross', 'Does it start at ten?', 1],
      [602, 'Ivo Brand', '@Nele Ross yes, at the gate', 1],
      [2_000, 'Nele Ross', 'Shall I bring the tent?', 1],
      [2_004, 'Ivo Brand', '@Nele Ross please do!', 1],
      [5_000, 'Uwe Hahn', 'Where are the keys kept?', 1],
    ])
    expect(person(result, 'Ivo Brand')).toEqual([2, 180])
    expect(person(result, 'Nele Ross')).toEqual([0, null])
    expect(result.answers).toMatchObject({ asked: 3, answered: 2, timed: 2, medianSeconds: null })
  })

  it('does not begin with what was no question', () => {
    const result = statisticsOf([
      [0, 'Ada', 'The build is red.'],
      [5, 'Bo', 'I saw it', 1],
      [6, 'Bo', 'Ada: on it'],
    ])
    expect(result.answers).toMatchObject({ asked: 0, answered: 0 })
    expect(person(result, 'Bo')).toEqual([0, null])
  })

  it('ends with the first answer, which a question back, a program and the asker are not', () => {
    const bot: Line = [2, 'helpbot', 'See the wiki', 1]
    const result = statisticsOf([
      [0, 'Ada', 'How do I reset it?'],
      [1, 'Bo', 'which one?', 1],
      bot,
      [3, 'Ada', 'the small one', 1],
      [8, 'Cy', 'hold the button', 1],
      [9, 'Bo', 'or pull the plug', 1],
    ])
    expect(person(result, 'Cy')).toEqual([1, 480])
    expect(person(result, 'Bo')).toEqual([0, null])
  })

  it('follows a call by name within a day, and none to a third person', () => {
    const result = statisticsOf([
      [0, 'Ada', 'Is the hall free?'],
      [1, 'Cy', 'Bo: lunch'],
      [3, 'Bo', 'Ada: it is'],
      [10, 'Ada', 'And on the next day?'],
      [10 + 25 * 60, 'Bo', 'Ada: morning'],
    ])
    expect(person(result, 'Bo')).toEqual([1, 180])
    expect(result.answers.answered).toBe(1)
  })

  it('counts one question that is put again at once', () => {
    const result = statisticsOf([
      [0, 'Ada', 'Is the hall free?'],
      [2, 'Ada', 'Nobody, is it free?'],
      [4, 'Bo', 'Ada: yes'],
    ])
    expect(result.answers).toMatchObject({ asked: 1, answered: 1 })
    expect(person(result, 'Bo')).toEqual([1, 240])
  })

  it('gives a median from five answers, the slowest tenth from twenty, and counts those in time', () => {
    const room = (amount: number): Line[] =>
      Array.from({ length: amount }, (_, index): Line[] => [
        [index * 100, 'Ada', `Is number ${index} free?`],
        [index * 100 + 1 + index * 4, 'Bo', 'yes', index * 2 + 1],
      ]).flat()
    expect(statisticsOf(room(4)).answers).toMatchObject({ timed: 4, medianSeconds: null })
    expect(statisticsOf(room(5)).answers).toMatchObject({ medianSeconds: 540, p90Seconds: null })
    expect(statisticsOf(room(20)).answers).toMatchObject({
      timed: 20,
      within: { minutes15: 4, hour: 15, day: 20 },
    })
    expect(statisticsOf(room(20)).answers.p90Seconds).toBeGreaterThan(60 * 60)
  })
})
