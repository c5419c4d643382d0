import type { WorkbookChanges } from '../changes.ts'
import type { ParticipantStatistics, RoomStatistics } from '../statistics.ts'
import { cellXml, hasOuterBlanks } from '../text/cell-text.ts'
import type { Speech, WallClock } from '../../words/speech.ts'
import { excelSerial } from '../text/serial-date.ts'

const DAY_SECONDS = 86_400
/** Rows made at a time, so that a room of a hundred thousand people does not hold up the others. */
const SLICE = 1_000

/** The rows of the Participants sheet as XML, some hundred at a time. */
export function* participantRows(
  statistics: RoomStatistics,
  styles: readonly number[],
  {
    clock,
    changes,
    hasRoles,
    speech,
  }: {
    clock: WallClock
    changes: WorkbookChanges
    /** Whether there is a column for what people have said that somebody is. */
    hasRoles: boolean
    speech: Speech
  },
): Generator<string> {
  let xml = ''
  for (const [index, person] of statistics.participants.entries()) {
    const row = index + 2
    const number = (column: number, value: number | null): string =>
      `<c r="${String.fromCharCode(65 + column)}${row}" s="${styles[column] ?? 0}"` +
      (value === null ? '/>' : `><v>${value}</v></c>`)
    const moment = (at: number | null): number | null =>
      at === null ? null : excelSerial(clock.wall(at))
    const text = (column: number, value: string): string => {
      const xmlText = cellXml(value, changes)
      const space = hasOuterBlanks(xmlText) ? ' xml:space="preserve"' : ''
      const letter = String.fromCharCode(65 + column)
      return (
        `<c r="${letter}${row}" s="${styles[column] ?? 0}" t="inlineStr">` +
        `<is><t${space}>${xmlText}</t></is></c>`
      )
    }
    const role = person.role === undefined ? '' : speech.say(`role_${person.role}`)
    xml +=
      `<row r="${row}">${number(0, index + 1)}` +
      text(1, person.author) +
      number(2, person.messages) +
      number(3, statistics.messages === 0 ? null : person.messages / statistics.messages) +
      number(4, moment(person.firstAt)) +
      number(5, moment(person.lastAt)) +
      number(6, person.activeDays) +
      number(7, person.repliesGiven) +
      number(8, person.repliesReceived) +
      number(9, person.answers) +
      number(10, answerDays(person)) +
      number(11, person.attachments) +
      (!hasRoles ? '' : role === '' ? number(12, null) : text(12, role)) +
      '</row>'
    if ((index + 1) % SLICE === 0) {
      yield xml
      xml = ''
    }
  }
  if (xml !== '') yield xml
}

/** The median in days; none beside no answers, as earlier versions kept it, measured in another way. */
const answerDays = ({ answers, medianAnswerSeconds }: ParticipantStatistics): number | null =>
  answers === 0 || medianAnswerSeconds === null ? null : medianAnswerSeconds / DAY_SECONDS
