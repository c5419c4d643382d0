import { amountsOf, amountText, byCertainty } from '../figures/lists.ts'
import { caveatsOf } from '../figures/caveats.ts'
import { headlineText } from '../figures/said.ts'
import type { NotMade } from '../ports/mail.ts'
import type { Speech } from '../words/speech.ts'
import { deliveryLimits } from './limits.ts'
import { linesIn, shortened, type MailLine, type MailSection } from './mail-sections.ts'
import {
  mailOf,
  nameOf,
  periodOf,
  placeOf,
  type EnclosedReport,
  type MailContent,
} from './mail-text.ts'
import { oneLine } from './one-line.ts'

type Amounts = { found: number; possible: number }

/** One mail for several reports, in their order: all rooms at a glance, then what was found in each. */
export function digestMail(
  reports: readonly EnclosedReport[],
  notMade: readonly NotMade[],
  speech: Speech,
): MailContent {
  const count = speech.many('digest_reports', reports.length)
  const rooms = reports.map(({ room }) => nameOf(room, speech)).join(', ')
  const rest = speech.many('digest_not_made', notMade.length)
  return mailOf(speech, {
    subject: speech.say('digest_subject', { reports: count, rooms }),
    name: count,
    lead: [outcome(reports, speech), ...(notMade.length === 0 ? [] : [rest])],
    sections: [
      shortened(
        speech,
        {
          title: speech.say('digest_rooms'),
          lines: reports.map((report) => atAGlance(report, speech)),
        },
        deliveryLimits.maxDigestRooms,
        'digest_more',
      ),
      ...reports
        .map((report) => findings(report, speech))
        .filter(({ lines }) => lines.length > 0)
        .slice(0, deliveryLimits.maxDigestDetails),
      ...(notMade.length === 0
        ? []
        : [
            shortened(
              speech,
              missing(rest, notMade, speech),
              deliveryLimits.maxMailItems,
              'digest_more',
            ),
          ]),
    ],
    foot: workbooks(reports, speech),
  })
}

/** What was found in all of them together. */
function outcome(reports: readonly EnclosedReport[], speech: Speech): string {
  const amounts = reports.map(({ summary }) => amountsOf(summary))
  const sum = (of: (each: (typeof amounts)[number]) => Amounts): Amounts =>
    amounts.map(of).reduce((all, each) => ({
      found: all.found + each.found,
      possible: all.possible + each.possible,
    }))
  const questions = amounts.reduce((all, { openQuestions }) => all + openQuestions, 0)
  const told = [
    ['decisions', sum(({ decisions }) => decisions)],
    ['action_items', sum(({ actionItems }) => actionItems)],
    ['open_questions', { found: questions, possible: 0 }],
  ] as const
  const some = told.filter(([, { found, possible }]) => found + possible > 0)
  return some.length === 0
    ? speech.say('headline_no_outcome')
    : some.map(([what, amount]) => amountText(speech, amount, what)).join('; ')
}

function atAGlance({ room, summary, figures }: EnclosedReport, speech: Speech): MailLine {
  const headline = oneLine(headlineText(speech, summary), 300)
  const line = speech.say('digest_room', { room: nameOf(room, speech), headline })
  const notes = [periodOf(summary, speech), ...caveatsOf(speech, figures)].filter(
    (note) => note !== '',
  )
  return [line, ...notes.map((note) => ({ note }))]
}

/** What was found in one room; what is only possible is left to its workbook. */
function findings({ room, summary }: EnclosedReport, speech: Speech): MailSection {
  const { decision, action, question } = linesIn(speech)
  const lines = [
    ...labelled(speech.say('digest_decision'), byCertainty(summary.decisions).found.map(decision)),
    ...labelled(speech.say('digest_action'), byCertainty(summary.actionItems).found.map(action)),
    ...labelled(
      speech.say('digest_question'),
      byCertainty(summary.openQuestions).found.map(question),
    ),
  ]
  return shortened(speech, { title: nameOf(room, speech), lines }, deliveryLimits.maxDigestItems)
}

const labelled = (label: string, lines: readonly MailLine[]): MailLine[] =>
  lines.map((line) => [{ note: `${label} ·` }, ...line])

const missing = (title: string, notMade: readonly NotMade[], speech: Speech): MailSection => ({
  title,
  lines: notMade.map(({ room, reason }) => [
    `${nameOf({ name: room }, speech)}: ${oneLine(speech.sentence(reason, ''), 300)}`,
  ]),
})

function workbooks(reports: readonly EnclosedReport[], speech: Speech): string[] {
  const attached = reports.filter(({ workbook }) => workbook.attached).length
  const named = reports.filter(({ workbook }) => !workbook.attached)
  const { maxMailItems } = deliveryLimits
  const lines = named.slice(0, maxMailItems).map(({ workbook }) => placeOf(workbook, speech))
  return [
    ...(attached === 0 ? [] : [speech.many('digest_attached', attached)]),
    ...lines,
    ...(named.length > maxMailItems
      ? [speech.many('digest_more_files', named.length - maxMailItems)]
      : []),
  ]
}
