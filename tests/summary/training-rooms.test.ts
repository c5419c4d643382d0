import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { busyRooms } from '../../training/busy-rooms.ts'
import { trainingRooms, type TrainingRoom } from '../../training/rooms.ts'

const keys = '../shared/data/keys'
const rooms = trainingRooms()
const textAt = (room: TrainingRoom, position: number): string =>
  (room.messages[position - 1]?.[2] ?? '').replace(/^[\p{L}\p{N}_]+: /u, '')

describe('a busy room', () => {
  const parts = rooms.filter(({ set }) => set === 'questions-en').slice(0, 3)
  const [busy] = busyRooms(parts)
  const pairsOf = (room: TrainingRoom): string[] =>
    room.answered.map(([question, answer]) => `${textAt(room, question)} / ${textAt(room, answer)}`)
  const openIn = (room: TrainingRoom): string[] =>
    room.openQuestions.map((position) => textAt(room, position))

  it('holds pairs of question and answer of the rooms it is made of, and no others', () => {
    expect(pairsOf(busy!).length).toBeGreaterThan(0)
    expect(parts.flatMap(pairsOf)).toEqual(expect.arrayContaining(pairsOf(busy!)))
  })

  it('leaves open what was open, and questions whose answers it lost', () => {
    expect(openIn(busy!)).toEqual(expect.arrayContaining(parts.flatMap(openIn)))
    const answered = new Set(busy!.answered.map(([question]) => question))
    expect(busy!.openQuestions.length).toBeGreaterThan(parts.flatMap(openIn).length)
    expect(busy!.openQuestions.filter((position) => answered.has(position))).toEqual([])
  })

  it('mixes its rooms, each in its own order', () => {
    const from = busy!.messages.map((_, index) =>
      parts.findIndex(({ messages }) =>
        messages.some(([, , text]) => text === textAt(busy!, index + 1)),
      ),
    )
    expect(new Set(from).size).toBe(3)
    const turns = from.filter((part, index) => index > 0 && part !== from[index - 1]).length
    expect(turns).toBeGreaterThan(from.length / 4)
    for (const [, , , answered] of busy!.messages) {
      expect(answered.every((position) => position >= 1)).toBe(true)
    }
  })

  it('is the same each time', () => {
    expect(busyRooms(parts)).toEqual([busy])
  })
})

/** Runs of so many words are no chance. */
const run = 7
const runsOf = (text: string): string[] => {
  const words = text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []
  return words.slice(run - 1).map((_, index) => words.slice(index, index + run).join(' '))
}

it.runIf(existsSync(keys))('no room to learn from quotes a room with a key', () => {
  const keyed = readdirSync(keys)
    .filter((name) => name.endsWith('.ndjson'))
    .flatMap((name) => readFileSync(`${keys}/${name}`, 'utf8').trim().split('\n'))
    .flatMap((line) => runsOf((JSON.parse(line) as { text: string }).text))
  const known = new Set(keyed)
  const quoted = rooms.flatMap(({ room, messages }) =>
    messages.flatMap(([, , text]) =>
      runsOf(text).flatMap((words) => (known.has(words) ? [`${room}: ${words}`] : [])),
    ),
  )
  expect(quoted).toEqual([])
})
