import type { OverviewRoom } from '../../contract/overview-rooms.ts'
import { arrowText } from '../../figures/changes.ts'
import { dueText } from '../../figures/lists.ts'
import { putAcross } from '../design/cells.ts'
import { COLUMN_WIDTH, section } from '../design/summary-sections.ts'
import { lines, shorten } from '../design/text.ts'
import { besideThis, placeOn, type OverviewPage, type OverviewSheet } from './context.ts'
import type { Outcome } from './outcomes.ts'

const MAX_CHANGED = 8
/** Of each kind. */
const MAX_WAITING = 3
const MAX_SETTLED = 5
const MAX_ROOMS = 15
const MAX_WITHOUT = 10
/** Characters of a message on this page; the list of all has it whole. */
const MAX_TEXT = 160

/** Rooms whose report failed or is missing, with the reason: what the rest does not tell of. */
export function withoutReport(page: OverviewPage, start: number): number {
  const { sheet, context } = page
  const { speech, styles, rooms } = context
  const lacking = rooms.filter(({ state }) => state !== 'covered')
  if (lacking.length === 0) return start
  let row = section(page, start, speech.say('without_report'))
  for (const room of lacking.slice(0, MAX_WITHOUT)) {
    const state = speech.say(`state_${room.state}`)
    const why = room.reason === undefined ? '' : speech.sentence(room.reason, '')
    const told = why === '' ? state : `${state}: ${why}`
    putAcross(sheet, { row, from: 'B', to: 'D' }, nameOf(page, room), styles.fact)
    putAcross(sheet, { row, from: 'E', to: 'I' }, told, styles.factLabel)
    sheet.getRow(row).height = heightOf(told, 5)
    row += 1
  }
  return more(page, row, lacking.length - MAX_WITHOUT, 'Rooms') + 1
}

/** Where chance and the ups and downs of a room do not explain the change, the strongest first. */
export function changedMost(page: OverviewPage, start: number): number {
  const { sheet, context } = page
  const { speech, styles, rooms } = context
  if (rooms.every(({ earlier }) => earlier === null)) return start
  const changed = rooms
    .filter(({ earlier }) => earlier !== null && earlier.change !== 0)
    .toSorted((a, b) => Math.abs(b.earlier?.change ?? 0) - Math.abs(a.earlier?.change ?? 0))
  let row = section(page, start, speech.say('changed_most'))
  if (changed.length === 0) {
    putAcross(sheet, { row, from: 'B', to: 'I' }, speech.say('changed_none'), styles.note)
    sheet.getRow(row).height = 20
    return row + 2
  }
  const put = (cells: readonly [string, string, string, string, string], isHead: boolean): void => {
    const [name, now, before, change, people] = cells
    const label = styles.comparedLabel
    putAcross(sheet, { row, from: 'B', to: 'E' }, name, isHead ? styles.factLabel : styles.factLink)
    putAcross(sheet, { row, from: 'F', to: 'F' }, now, isHead ? label : styles.compared)
    putAcross(sheet, { row, from: 'G', to: 'G' }, before, label)
    putAcross(sheet, { row, from: 'H', to: 'H' }, change, isHead ? label : styles.notable)
    putAcross(sheet, { row, from: 'I', to: 'I' }, people, label)
    sheet.getRow(row).height = heightOf(name, 4)
    row += 1
  }
  put(
    [
      speech.say('column_room'),
      speech.say('messages_head'),
      speech.say('before'),
      speech.say('change'),
      speech.say('column_wrote'),
    ],
    true,
  )
  for (const room of changed.slice(0, MAX_CHANGED)) {
    const before = room.earlier?.messages ?? 0
    link(page, row, room)
    const change = arrowText(speech, room.messages, before)
    const counts = [room.messages, before, room.people].map((count) => speech.count(count))
    const [now = '', then = '', people = ''] = counts
    put([nameOf(page, room), now, then, change, people], false)
  }
  return more(page, row, changed.length - MAX_CHANGED, 'Rooms') + 1
}

/** Tasks by the day they are due, questions by how long they wait, and decisions that are not sure. */
export function needsDecision(page: OverviewPage, start: number): number {
  const { context } = page
  const { speech, outcomes } = context
  const rowOf = new Map(outcomes.map((outcome, index) => [outcome, index + 2]))
  const due = outcomes
    .filter((one) => one.kind === 'action' && one.due?.date != null && one.certainty === 'found')
    .slice(0, MAX_WAITING)
  const questions = outcomes
    .filter(({ kind, certainty }) => kind === 'question' && certainty === 'found')
    .slice(0, MAX_WAITING)
  const possible = outcomes
    .filter(({ kind, certainty }) => kind === 'decision' && certainty === 'possible')
    .slice(0, MAX_WAITING)
  const shown = [...due, ...questions, ...possible]
  let row = section(page, start, speech.say('needs_decision'))
  if (shown.length === 0) {
    putAcross(
      page.sheet,
      { row, from: 'B', to: 'I' },
      speech.say('needs_none'),
      context.styles.note,
    )
    page.sheet.getRow(row).height = 20
    return row + 2
  }
  for (const outcome of shown) outcomeRow(page, row++, outcome, rowOf.get(outcome))
  const all = outcomes.filter(
    ({ kind, certainty }) => kind !== 'decision' || certainty === 'possible',
  ).length
  return more(page, row, all - shown.length, 'Outcomes') + 1
}

/** The newest decisions. */
export function settled(page: OverviewPage, start: number): number {
  const { speech, outcomes } = page.context
  const rowOf = new Map(outcomes.map((outcome, index) => [outcome, index + 2]))
  const decisions = outcomes.filter(
    ({ kind, certainty }) => kind === 'decision' && certainty === 'found',
  )
  if (decisions.length === 0) return start
  let row = section(page, start, speech.say('settled'))
  for (const outcome of decisions.slice(0, MAX_SETTLED)) {
    outcomeRow(page, row++, outcome, rowOf.get(outcome))
  }
  return more(page, row, decisions.length - MAX_SETTLED, 'Outcomes') + 1
}

/** What each room was about, in the one sentence of its report. */
export function roomByRoom(page: OverviewPage, start: number): number {
  const { sheet, context } = page
  const { speech, styles, rooms } = context
  const covered = rooms.filter(({ state }) => state === 'covered')
  if (covered.length === 0) return start
  let row = section(page, start, speech.say('room_by_room'))
  for (const room of covered.slice(0, MAX_ROOMS)) {
    const told = room.messages === 0 ? speech.say('no_rooms_message') : room.headline
    const text = shorten(told, MAX_TEXT)
    const name = nameOf(page, room)
    link(page, row, room)
    putAcross(sheet, { row, from: 'B', to: 'D' }, name, styles.factLink)
    putAcross(sheet, { row, from: 'E', to: 'I' }, text, styles.factValue)
    sheet.getRow(row).height = Math.max(heightOf(text, 5), heightOf(name, 3))
    row += 1
  }
  return more(page, row, covered.length - MAX_ROOMS, 'Rooms') + 1
}

const nameOf = ({ context }: OverviewPage, { name }: OverviewRoom): string =>
  shorten(name.trim() || context.speech.say('unnamed_room'), 80)

const heightOf = (text: string, columns: number): number =>
  Math.min(400, 5 + 15 * lines(text, COLUMN_WIDTH * columns - 3))

/** The name of the room leads to its workbook. */
function link({ context, extras }: OverviewPage, row: number, { workbook }: OverviewRoom): void {
  if (workbook === null) return
  const tooltip = context.speech.say('show_workbook')
  extras.links.push({ cell: `B${row}`, to: { address: besideThis(workbook) }, tooltip })
}

/** What it is, in which room, and what was said; it leads to its row in the list of all. */
function outcomeRow(
  { sheet, context, extras }: OverviewPage,
  row: number,
  outcome: Outcome,
  listed: number | undefined,
): void {
  const { styles, speech } = context
  const text = shorten(outcome.text, MAX_TEXT)
  const what = whatText(outcome, context)
  const where = [outcome.room, outcome.owner === '' ? outcome.author : '']
  const beside = [what, where.filter((part) => part !== '').join(', ')].join('\n').trim()
  putAcross(sheet, { row, from: 'B', to: 'F' }, text, styles.fact)
  putAcross(sheet, { row, from: 'G', to: 'H' }, beside, styles.factLabel)
  putAcross(sheet, { row, from: 'I', to: 'I' }, speech.say('show'), styles.factLink)
  sheet.getRow(row).height = Math.max(heightOf(text, 5), heightOf(beside, 2))
  if (listed === undefined) return
  const tooltip = speech.say('show_outcome')
  const place = placeOn(context, 'Outcomes', `D${listed}`)
  extras.links.push({ cell: `I${row}`, to: { place }, tooltip })
}

function whatText(
  { kind, certainty, due, owner, waitingSeconds, at }: Outcome,
  { speech }: OverviewPage['context'],
): string {
  if (kind === 'question') {
    return waitingSeconds === null
      ? speech.say('question_open')
      : speech.say('question_waiting', { age: speech.duration(waitingSeconds) })
  }
  if (kind === 'action') {
    const told = dueText(speech, due)
    return owner === ''
      ? speech.say('action_due_open', { due: told })
      : speech.say('action_due', { owner, due: told })
  }
  if (certainty === 'possible') return speech.say('decision_possible')
  return at === null ? '' : speech.moment(at)
}

/** How many more there are, and the way to them. */
function more(
  { sheet, context, extras }: OverviewPage,
  row: number,
  count: number,
  name: OverviewSheet,
): number {
  if (count <= 0) return row
  const { speech, styles } = context
  const text = speech.say('more_in_sheet', {
    n: speech.count(count),
    sheet: context.sheetName(name),
  })
  putAcross(sheet, { row, from: 'B', to: 'I' }, text, styles.factLink)
  sheet.getRow(row).height = 20
  extras.links.push({ cell: `B${row}`, to: { place: placeOn(context, name, 'A1') } })
  return row + 1
}
