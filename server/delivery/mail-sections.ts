import { deliveryLimits } from './limits.ts'
import type { RoomFigures } from '../contract/statistics.ts'
import type { Quote, Summary, SummaryItem } from '../contract/summary.ts'
import { answerFacts } from '../figures/answer-times.ts'
import { changesOf, comparedWith, wordsText } from '../figures/changes.ts'
import { byCertainty, cutText, dueText } from '../figures/lists.ts'
import type { CountedPhrase, Phrase } from '../words/report/phrases.ts'
import type { Speech } from '../words/speech.ts'
import { oneLine } from './one-line.ts'

/** A line in pieces; what only tells where a piece comes from is a note, which a reader may pass over. */
export type MailLine = readonly MailPiece[]
export type MailPiece = string | { note: string }

export interface MailSection {
  title: string
  lines: MailLine[]
}

/** What a mail tells of a report, in the order of the workbook; empty parts are left out. */
export function mailSections(
  summary: Summary,
  figures: RoomFigures | undefined,
  speech: Speech,
): MailSection[] {
  const { keyPoints, openQuestions, answered = [], links, totals } = summary
  const { decision, action, question, quote } = linesIn(speech)
  const decisions = byCertainty(summary.decisions)
  const actions = byCertainty(summary.actionItems)
  const questions = byCertainty(openQuestions)
  const section = (title: Phrase, lines: MailLine[], total: number | undefined): MailSection => {
    const cut = cutText(speech, lines.length, total)
    const words = speech.say(title)
    return { title: cut === '' ? words : `${words} (${cut})`, lines }
  }
  const sections: MailSection[] = [
    { title: speech.say('key_points'), lines: keyPoints.map(quote) },
    section('list_decisions', decisions.found.map(decision), totals?.decisions.found),
    section('list_action_items', actions.found.map(action), totals?.actionItems.found),
    section(
      'list_open_questions',
      questions.found.map(question),
      questions.possible.length > 0 ? undefined : totals?.openQuestions,
    ),
    section(
      'list_answered',
      answered.map(({ reply, seconds, ...item }) => {
        const after =
          seconds === null
            ? ''
            : `, ${speech.say('mail_after', { time: speech.duration(seconds) })}`
        const note = `(#${reply.messageNumber})${after}`
        return [...quote(item), `– ${said(reply)}`, { note }]
      }),
      totals?.answered,
    ),
    section(
      'mail_possible_decisions',
      decisions.possible.map(decision),
      totals?.decisions.possible,
    ),
    section('mail_possible_actions', actions.possible.map(action), totals?.actionItems.possible),
    { title: speech.say('mail_may_be_open'), lines: questions.possible.map(question) },
    ...(figures === undefined ? [] : figureSections(summary, figures, speech)),
    {
      title: speech.say('list_links'),
      lines: links.map((link) => {
        const times = link.count === 1 ? '' : `, ${speech.many('mail_times_shared', link.count)}`
        return [oneLine(link.url, 300), { note: `(${oneLine(link.author, 80)}${times})` }]
      }),
    },
  ]
  return sections.filter(({ lines }) => lines.length > 0).map((each) => shortened(speech, each))
}

/** How the mail says one item of a summary. */
export function linesIn(speech: Speech): {
  quote(item: SummaryItem): MailLine
  decision(item: Summary['decisions'][number]): MailLine
  action(item: Summary['actionItems'][number]): MailLine
  question(item: Summary['openQuestions'][number]): MailLine
} {
  const quote = (item: SummaryItem): MailLine => quoteLine(item, speech)
  return {
    quote,
    decision: (item) => about(speech, item.about, quote(item)),
    action(item) {
      const notes = [
        item.owner === null ? '' : speech.say('mail_owner', { name: oneLine(item.owner, 80) }),
        item.due === null
          ? ''
          : speech.say('mail_due', { due: oneLine(dueText(speech, item.due), 120) }),
      ].filter((note) => note !== '')
      const line = about(speech, item.about, quote(item))
      return notes.length === 0 ? line : [...line, `[${notes.join(', ')}]`]
    },
    question(item) {
      const age = item.ageSeconds ?? null
      return age === null
        ? quote(item)
        : [...quote(item), `[${speech.say('mail_waiting', { age: speech.duration(age) })}]`]
    },
  }
}

function figureSections(summary: Summary, figures: RoomFigures, speech: Speech): MailSection[] {
  const changes = changesOf(speech, figures, summary) ?? []
  const { rose, fell } = figures.earlier?.words ?? { rose: [], fell: [] }
  return [
    {
      title: speech.say('compared'),
      lines: [
        ...(changes.length === 0 ? [] : [comparedWith(speech, figures)]),
        ...changes.map(({ what, now, before, change }) => {
          const told = before === '' ? 'mail_now' : 'mail_before'
          const line = speech.say(told, { what, now, before })
          return change === '' ? line : `${line} (${change})`
        }),
        ...(rose.length > 0
          ? [`${speech.say('talked_more')}: ${oneLine(wordsText(speech, rose), 500)}`]
          : []),
        ...(fell.length > 0
          ? [`${speech.say('talked_less')}: ${oneLine(wordsText(speech, fell), 500)}`]
          : []),
      ].map((line) => [line]),
    },
    {
      title: speech.say('questions_and_answers'),
      lines: answerFacts(speech, figures, summary).map(([label, value]) => [
        `${label}: ${oneLine(value, 500)}`,
      ]),
    },
  ]
}

/** The section with no more than `most` lines, and a last one that counts the others. */
export function shortened(
  speech: Speech,
  { title, lines }: MailSection,
  most: number = deliveryLimits.maxMailItems,
  rest: CountedPhrase = 'mail_more',
): MailSection {
  const more = lines.length - most
  if (more <= 0) return { title, lines }
  return { title, lines: [...lines.slice(0, most), [speech.many(rest, more)]] }
}

/** The proposal or request before what came of it. */
function about(speech: Speech, lead: Quote | undefined, line: MailLine): MailLine {
  if (lead === undefined) return line
  const quoted = speech.say('long_quote', { text: oneLine(lead.text, 500) })
  return [`${quoted} (${oneLine(lead.author, 80)}) –`, ...line]
}

const said = ({ author, text }: Pick<Quote, 'author' | 'text'>): string =>
  `${oneLine(author, 80)}: ${oneLine(text, 1_000)}`

function quoteLine(item: SummaryItem, speech: Speech): MailLine {
  const note = [
    item.messageNumber === 0 ? '' : `#${item.messageNumber}`,
    item.at === null ? '' : `${speech.digitsMoment(Date.parse(item.at))} ${speech.clock.timeZone}`,
    item.byHand === undefined ? '' : speech.say(`${item.byHand}_by_hand`),
  ]
  const words = item.author === '' ? oneLine(item.text, 1_000) : said(item)
  return [words, { note: `(${note.filter((part) => part !== '').join(', ')})` }]
}
