import type { RoomFigures, RoomStatistics } from '../contract/statistics.ts'

export const MAX_ANSWERERS = 5

/** The figures of a room without its long lists. */
export function roomFigures(statistics: RoomStatistics): RoomFigures {
  const { total, messages, answers, earlier, participants } = statistics
  return {
    total,
    messages,
    answers,
    earlier,
    people: participants.length,
    answersOfPeople: participants.reduce((sum, person) => sum + person.answers, 0),
    answerers: participants
      .filter((person) => person.answers > 0)
      .sort((a, b) => b.answers - a.answers)
      .slice(0, MAX_ANSWERERS)
      .map(({ author, answers: own }) => ({ author, answers: own })),
  }
}
