import { deliveryLimits } from '../contract/limits.ts'
import type { RoomFigures } from '../contract/statistics.ts'
import type { Quote, Summary, SummaryItem } from '../contract/summary.ts'
import { duration } from '../figures/amounts.ts'
import { answerFacts } from '../figures/answer-times.ts'
import { changesOf, comparedWith, wordsText } from '../figures/changes.ts'
import { byCertainty, cutText, dueText } from '../figures/lists.ts'
import type { LocalClock } from '../local-clock.ts'
import { oneLine, wallClock } from './one-line.ts'

export interface MailSection {
  title: string
  lines: string[]
}

/** What a mail tells of a report, in the order of the workbook; empty parts are left out. */
export function mailSections(
  summary: Summary,
  figures: RoomFigures | undefined,
  clock: LocalClock,
): MailSection[] {
  const { keyPoints, openQuestions, answered = [], links, totals } = summary
  const quote = (item: SummaryItem): string => quoteLine(item, clock)
  const decisions = byCertainty(summary.decisions)
  const actions = byCertainty(summary.actionItems)
  const decision = (item: Summary['decisions'][number]): string => about(item.about, quote(item))
  const action = (item: Summary['actionItems'][number]): string => {
    const notes = [
      item.owner === null ? '' : `owner: ${oneLine(item.owner, 80)}`,
      item.due === null ? '' : `due: ${oneLine(dueText(item.due), 120)}`,
    ].filter((note) => note !== '')
    const line = about(item.about, quote(item))
    return notes.length === 0 ? line : `${line} [${notes.join(', ')}]`
  }
  const questions = byCertainty(openQuestions)
  const waiting = (item: Summary['openQuestions'][number]): string => {
    const age = item.ageSeconds ?? null
    return age === null ? quote(item) : `${quote(item)} [waiting ${duration(age)}]`
  }
  const sections: MailSection[] = [
    { title: 'Key points', lines: keyPoints.map(quote) },
    section('Decisions', decisions.found.map(decision), totals?.decisions.found),
    section('Action items', actions.found.map(action), totals?.actionItems.found),
    section(
      'Open questions',
      questions.found.map(waiting),
      questions.possible.length > 0 ? undefined : totals?.openQuestions,
    ),
    section(
      'Answered questions',
      answered.map((item) => {
        const after = item.seconds === null ? '' : `, after ${duration(item.seconds)}`
        return `${quote(item)} – ${said(item.reply)}${after}`
      }),
      totals?.answered,
    ),
    section(
      'Possible decisions, worth a look',
      decisions.possible.map(decision),
      totals?.decisions.possible,
    ),
    section(
      'Possible action items, worth a look',
      actions.possible.map(action),
      totals?.actionItems.possible,
    ),
    { title: 'Questions that may be open', lines: questions.possible.map(waiting) },
    ...(figures === undefined ? [] : figureSections(summary, figures, clock)),
    {
      title: 'Links',
      lines: links.map((link) => {
        const times = link.count === 1 ? '' : `, ${link.count} times`
        return `${oneLine(link.url, 300)} (${oneLine(link.author, 80)}${times})`
      }),
    },
  ]
  return sections.filter(({ lines }) => lines.length > 0).map(shortened)
}

function figureSections(summary: Summary, figures: RoomFigures, clock: LocalClock): MailSection[] {
  const changes = changesOf(figures, summary) ?? []
  const { rose, fell } = figures.earlier?.words ?? { rose: [], fell: [] }
  return [
    {
      title: 'Compared with the time before',
      lines: [
        ...(changes.length === 0 ? [] : [comparedWith(figures, clock)]),
        ...changes.map(({ what, now, before, change }) => {
          const was = before === '' ? '' : `, before ${before}`
          return `${what}: ${now}${was}${change === '' ? '' : ` (${change})`}`
        }),
        ...(rose.length > 0 ? [`Talked of more: ${oneLine(wordsText(rose), 500)}`] : []),
        ...(fell.length > 0 ? [`Talked of less: ${oneLine(wordsText(fell), 500)}`] : []),
      ],
    },
    {
      title: 'Questions and answers',
      lines: answerFacts(figures, summary).map(
        ([label, value]) => `${label}: ${oneLine(value, 500)}`,
      ),
    },
  ]
}

function section(title: string, lines: string[], total: number | undefined): MailSection {
  const cut = cutText(lines.length, total)
  return { title: cut === '' ? title : `${title} (${cut})`, lines }
}

function shortened({ title, lines }: MailSection): MailSection {
  const more = lines.length - deliveryLimits.maxMailItems
  if (more <= 0) return { title, lines }
  const kept = lines.slice(0, deliveryLimits.maxMailItems)
  return { title, lines: [...kept, `... and ${more} more in the workbook`] }
}

/** The proposal or request before what came of it. */
const about = (lead: Quote | undefined, line: string): string =>
  lead === undefined ? line : `“${oneLine(lead.text, 500)}” (${oneLine(lead.author, 80)}) – ${line}`

const said = ({ author, text, messageNumber }: Quote): string =>
  `${oneLine(author, 80)}: ${oneLine(text, 1_000)} (#${messageNumber})`

function quoteLine(item: SummaryItem, clock: LocalClock): string {
  const when =
    item.at === null ? '' : `, ${wallClock(item.at, clock).slice(0, 16)} ${clock.timeZone}`
  return `${oneLine(item.author, 80)}: ${oneLine(item.text, 1_000)} (#${item.messageNumber}${when})`
}
