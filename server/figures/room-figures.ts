import type { RoomFigures, RoomStatistics } from '../contract/statistics.ts'

export const MAX_ANSWERERS = 5

/** The figures of a room without its long lists. */
export function roomFigures(statistics: RoomStatistics): RoomFigures {
  const { total, messages, answers, earlier, participants, unread, changed } = statistics
  const isTeam = participants.some(({ role }) => role === 'team')
  return {
    total,
    messages,
    answers,
    earlier,
    unread,
    ...(changed !== undefined && { changed }),
    people: participants.length,
    answersOfPeople: participants.reduce((sum, person) => sum + person.answers, 0),
    answerers: participants
      .filter(({ answers: own, role }) => own > 0 && (isTeam ? role === 'team' : role !== 'guest'))
      .sort((a, b) => b.answers - a.answers)
      .slice(0, MAX_ANSWERERS)
      .map(({ author, answers: own }) => ({ author, answers: own })),
    ...(isTeam && { isTeam }),
  }
}
