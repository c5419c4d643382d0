import type { OverviewRoom } from '../../contract/overview-rooms.ts'
import type { RoomStatistics } from '../../contract/statistics.ts'
import type { Summary } from '../../contract/summary.ts'
import { messageChange } from '../changes.ts'
import { amountsOf } from '../lists.ts'

/** The Monday of the week of a day, counted from 1970-01-01, a Thursday. */
export const mondayOf = (day: number): number => day - ((((day + 3) % 7) + 7) % 7)

type Known = Pick<
  OverviewRoom,
  'roomOid' | 'reportOid' | 'name' | 'source' | 'workbook' | 'state' | 'reason'
>

/** A room of which nothing is told but that it was to be covered. */
export const roomWithout = (known: Known): OverviewRoom => ({
  ...known,
  messages: 0,
  system: 0,
  people: 0,
  activeDays: 0,
  firstAt: null,
  lastAt: null,
  earlier: null,
  weeks: [],
  headline: '',
  decisions: { found: 0, possible: 0 },
  actionItems: { found: 0, possible: 0 },
  openQuestions: 0,
  answers: { asked: 0, answered: 0, timed: 0, medianSeconds: null },
})

/** What the messages of a room tell. */
export function roomCounted(known: Known, statistics: RoomStatistics): OverviewRoom {
  const { messages, system, participants, days, firstAt, lastAt, earlier, answers } = statistics
  const weeks = new Map<number, number>()
  for (const { day, messages: written } of days) {
    const monday = mondayOf(day)
    weeks.set(monday, (weeks.get(monday) ?? 0) + written)
  }
  const { asked, answered, timed, medianSeconds } = answers
  return {
    ...roomWithout(known),
    messages,
    system,
    people: participants.length,
    activeDays: days.length,
    firstAt,
    lastAt,
    earlier:
      earlier === null
        ? null
        : {
            isWhole: earlier.isWhole,
            messages: earlier.messages,
            people: earlier.people,
            newPeople: earlier.newPeople,
            newIsSure: earlier.newIsSure,
            lost: earlier.lost,
            change: messageChange(messages, earlier),
          },
    weeks: [...weeks].map(([day, written]) => ({ day, messages: written })),
    answers: { asked, answered, timed, medianSeconds },
  }
}

/** The same with what the summary of its report tells. */
export function roomTold(room: OverviewRoom, summary: Summary): OverviewRoom {
  const { decisions, actionItems, openQuestions } = amountsOf(summary)
  const { asked, answered, timed = answered, medianSeconds } = summary.answerTimes ?? room.answers
  return {
    ...room,
    headline: summary.headline,
    decisions,
    actionItems,
    openQuestions,
    answers: { asked, answered, timed, medianSeconds },
  }
}
