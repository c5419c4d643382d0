import type { WorkbookChanges } from '../changes.ts'
import type { ParticipantStatistics, RoomStatistics } from '../statistics.ts'
import { cellXml, hasOuterBlanks } from '../text/cell-text.ts'
import type { WallClock } from '../../words/speech.ts'
import { excelSerial } from '../text/serial-date.ts'

const DAY_SECONDS = 86_400
/** Rows made at a time, so that a room of a hundred thousand people does not hold up the others. */
const SLICE = 1_000

/** The rows of the Participants sheet as XML, some hundred at a time. */
export function* participantRows(
  statistics: RoomStatistics,
  styles: readonly number[],
  clock: WallClock,
  changes: WorkbookChanges,
): Generator<string> {
  let xml = ''
  for (const [index, person] of statistics.participants.entries()) {
    const row = index + 2
    const number = (column: number, value: number | null): string =>
      `<c r="${String.fromCharCode(65 + column)}${row}" s="${styles[column] ?? 0}"` +
      (value === null ? '/>' : `><v>${value}</v></c>`)
    const moment = (at: number | null): number | null =>
      at === null ? null : excelSerial(clock.wall(at))
    const name = cellXml(person.author, changes)
    const space = hasOuterBlanks(name) ? ' xml:space="preserve"' : ''
    xml +=
      `<row r="${row}">${number(0, index + 1)}` +
      `<c r="B${row}" s="${styles[1] ?? 0}" t="inlineStr"><is><t${space}>${name}</t></is></c>` +
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
