import type ExcelJS from 'exceljs'
import type { Conversation, SummaryItem } from '../../contract/summary.ts'
import { answerFacts } from '../../figures/answer-times.ts'
import { changesOf, comparedWith, wordsText, type Change } from '../../figures/changes.ts'
import { amountsOf, amountText, endingText, openText } from '../../figures/lists.ts'
import { roomFigures } from '../../figures/room-figures.ts'
import type { Speech } from '../../words/speech.ts'
import { putAcross } from './cells.ts'
import type { DesignContext } from './context.ts'
import { putMessageLink } from './message-link.ts'
import type { SheetExtras } from './sheet-plan.ts'
import { lines } from './text.ts'
import { lengthText, peopleText, subjectText, timelineOf } from './timeline.ts'

/** Eight columns of this many characters, B to I. */
export const COLUMN_WIDTH = 13
/** Rows on the first sheet for what it was about; the Highlights sheet has all. */
const MAX_SUBJECTS = 12
const MAX_SUBJECTS_OF_DAY = 5

/** The sheet that is drawn, and what is added to it afterwards. */
export interface SummaryPage {
  sheet: ExcelJS.Worksheet
  context: DesignContext
  extras: SheetExtras
}

/** A page of which only the looks matter. */
export interface Page {
  sheet: ExcelJS.Worksheet
  context: Pick<DesignContext, 'styles'>
}

/** Each part takes the row where it starts and gives the row where the next one does. */
export function section({ sheet, context }: Page, row: number, title: string): number {
  putAcross(sheet, { row, from: 'B', to: 'I' }, title, context.styles.section)
  sheet.getRow(row).height = 24
  return row + 1
}

/** What it is about on the left, what is said on the right. */
export function fact({ sheet, context }: Page, row: number, label: string, value: string): void {
  putAcross(sheet, { row, from: 'B', to: 'C' }, label, context.styles.factLabel)
  putAcross(sheet, { row, from: 'D', to: 'I' }, value, context.styles.factValue)
  const tall = Math.max(lines(value, COLUMN_WIDTH * 6 - 4), lines(label, COLUMN_WIDTH * 2 - 2))
  sheet.getRow(row).height = 4 + 15 * Math.min(12, tall)
}

export function keyPoints(page: SummaryPage, start: number): number {
  const { keyPoints: points } = page.context.summary
  if (points.length === 0) return start
  let row = section(page, start, page.context.speech.say('key_points'))
  for (const point of points) keyPoint(page, row++, point)
  return row + 1
}

/** Points that the key points take. */
export const keyPointsHeight = ({ context }: SummaryPage): number =>
  context.summary.keyPoints.reduce(
    (sum, point) => sum + quoteHeight(point.text, whoAndWhen(context, point)),
    0,
  )

function keyPoint(page: SummaryPage, row: number, item: SummaryItem): void {
  quoteRow(page, row, item, item.text, whoAndWhen(page.context, item))
}

const whoAndWhen = ({ speech }: DesignContext, { author, at }: SummaryItem): string =>
  [author, at === null ? '' : speech.moment(Date.parse(at))]
    .filter((part) => part !== '')
    .join('\n')

const quoteHeight = (text: string, beside: string): number =>
  Math.min(
    400,
    5 + 15 * Math.max(lines(text, COLUMN_WIDTH * 5 - 3), lines(beside, COLUMN_WIDTH * 2 - 2)),
  )

/** A text, what is told of it, and the way to its message. */
function quoteRow(
  { sheet, context, extras }: SummaryPage,
  row: number,
  item: SummaryItem,
  text: string,
  beside: string,
): void {
  const { styles } = context
  putAcross(sheet, { row, from: 'B', to: 'F' }, text, styles.fact)
  putAcross(sheet, { row, from: 'G', to: 'H' }, beside, styles.factLabel)
  putMessageLink(sheet, context, extras, `I${row}`, item.messageNumber)
  sheet.getRow(row).height = quoteHeight(text, beside)
}

export function highlightCounts(page: SummaryPage, start: number): number {
  const { sheet, context, extras } = page
  const { summary, styles, highlightRows, speech } = context
  const row = section(page, start, speech.say('highlights'))
  const amounts = amountsOf(summary)
  const { decisions, actionItems } = amounts
  const kinds = [
    [amountText(speech, decisions, 'decisions'), decisions.found + decisions.possible, 'decisions'],
    [
      amountText(speech, actionItems, 'action_items'),
      actionItems.found + actionItems.possible,
      'actionItems',
    ],
    [openText(speech, summary), amounts.openQuestions, 'openQuestions'],
    [speech.many('links', summary.links.length), summary.links.length, 'links'],
  ] as const
  for (const [index, [text, amount, list]] of kinds.entries()) {
    const from = String.fromCharCode(66 + index * 2)
    const to = String.fromCharCode(67 + index * 2)
    const isLink = amount > 0 && context.hasSheet('Highlights')
    const style = isLink ? styles.factLink : amount > 0 ? styles.fact : styles.factLabel
    putAcross(sheet, { row, from, to }, text, style)
    const target = highlightRows[list]
    if (isLink && target !== undefined) {
      extras.links.push({
        cell: `${from}${row}`,
        to: { place: `'${context.sheetName('Highlights')}'!B${target}` },
      })
    }
  }
  const tall = Math.max(...kinds.map(([text]) => lines(text, COLUMN_WIDTH * 2 - 3)))
  sheet.getRow(row).height = 5 + 15 * tall
  return row + 2
}

/** Better or worse than in the time before? */
export function comparison(page: SummaryPage, start: number): number {
  const { sheet, context } = page
  const { statistics, summary, styles, speech } = context
  const changes = changesOf(speech, roomFigures(statistics), summary)
  if (changes === null) return start
  let row = section(page, start, speech.say('compared'))
  putAcross(sheet, { row, from: 'B', to: 'I' }, comparedWith(speech, statistics), styles.note)
  sheet.getRow(row).height = 18
  row += 1
  const head: Change = {
    what: '',
    now: speech.say('this_time'),
    before: speech.say('before'),
    change: speech.say('change'),
    isNotable: false,
  }
  for (const change of [head, ...changes]) {
    const isHead = change === head
    const figure = isHead ? styles.comparedLabel : styles.compared
    putAcross(sheet, { row, from: 'B', to: 'D' }, change.what, styles.factLabel)
    putAcross(sheet, { row, from: 'E', to: 'E' }, change.now, figure)
    putAcross(sheet, { row, from: 'F', to: 'G' }, change.before, styles.comparedLabel)
    const style = change.isNotable ? styles.notable : styles.comparedLabel
    putAcross(sheet, { row, from: 'H', to: 'I' }, change.change, style)
    sheet.getRow(row).height = 4 + 15 * lines(change.now, COLUMN_WIDTH - 1)
    row += 1
  }
  const { rose, fell } = statistics.earlier?.words ?? { rose: [], fell: [] }
  if (rose.length > 0) fact(page, row++, speech.say('talked_more'), wordsText(speech, rose))
  if (fell.length > 0) fact(page, row++, speech.say('talked_less'), wordsText(speech, fell))
  return row + 1
}

export function answers(page: SummaryPage, start: number): number {
  const { speech, statistics, summary } = page.context
  const facts = answerFacts(speech, roomFigures(statistics), summary)
  if (facts.length === 0) return start
  let row = section(page, start, speech.say('questions_and_answers'))
  for (const [label, value] of facts) fact(page, row++, label, value)
  return row + 1
}

/** What it was about: the largest conversation of each day, week or month, or those of the one day. */
export function subjects(page: SummaryPage, start: number): number {
  const { summary, statistics, speech } = page.context
  const { unit, entries } = timelineOf(summary.conversations ?? [], statistics.days, speech)
  if (entries.length === 0) return start
  let row = section(page, start, speech.say('subjects'))
  const isOneDay = statistics.days.length === 1
  const first = entries[0]
  if (isOneDay && first !== undefined) {
    const largest = first.conversations.slice(0, MAX_SUBJECTS_OF_DAY)
    for (const one of largest.sort((a, b) => a.messageNumber - b.messageNumber)) {
      const began = one.at === null ? '' : speech.moment(Date.parse(one.at))
      quoteRow(page, row++, one, subjectAndPeople(speech, one), besideSubject(speech, began, one))
    }
    return row + 1
  }
  const busiest = [...entries].sort((a, b) => b.messages - a.messages).slice(0, MAX_SUBJECTS)
  for (const { label, messages, conversations } of entries.filter((one) => busiest.includes(one))) {
    const [largest] = conversations
    if (largest === undefined) continue
    const when = unit === 'week' ? speech.say('week_from', { day: label }) : label
    const inAll = speech.say('in_all', { period: when, n: speech.count(messages) })
    const beside = besideSubject(speech, inAll, largest)
    quoteRow(page, row++, largest, subjectAndPeople(speech, largest), beside)
  }
  return row + 1
}

const subjectAndPeople = (speech: Speech, one: Conversation): string =>
  `${subjectText(speech, one)}\n${peopleText(speech, one.people)}`

/** When, how long, and how it ended. */
const besideSubject = (speech: Speech, when: string, one: Conversation): string =>
  [when, lengthText(speech, one), endingText(speech, one.ended)]
    .filter((line) => line !== '')
    .join('\n')
