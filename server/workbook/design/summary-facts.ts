import { optionalColumns, optionalSheets } from '../../contract/workbook.ts'
import type { WorkbookChanges } from '../changes.ts'
import { comparedWith } from '../../figures/changes.ts'
import type { DesignContext } from './context.ts'
import {
  bytes,
  count,
  duration,
  longWeekdays,
  momentText,
  periodText,
  plural,
} from '../../figures/amounts.ts'
import { shorten, sourceName } from './text.ts'
import { costText, usageText } from './usage-text.ts'

/** Characters of one sentence; a server may answer with a page. */
const MAX_ATTEMPT_LENGTH = 200

/** Stands in for the sentence on changes until it is known. */
export const CHANGES = ' '

/** `14:00–15:00`, or null where no message has a time. */
export function busiestHour(hours: readonly number[]): string | null {
  const most = Math.max(...hours)
  if (most === 0) return null
  const hour = hours.indexOf(most)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(hour)}:00–${two((hour + 1) % 24)}:00`
}

/** The rows of "About this report": what is said, and what it is about. */
export function facts(context: DesignContext): [string, string][] {
  const { statistics, summary, room, clock, period, delivery, createdAt } = context
  const { coverage, method } = summary
  const moments =
    statistics.firstAt === null || statistics.lastAt === null
      ? 'None'
      : `${momentText(statistics.firstAt, clock)} to ${momentText(statistics.lastAt, clock)}`
  const list: [string, string][] = [
    ['Room', room.name.trim() || 'Room without a name'],
    ['Source', `${sourceName(room.source)}${room.format ? ` (${room.format})` : ''}`],
    ['Period', periodText(period, clock)],
    ['Time before', statistics.earlier === null ? comparedWith(statistics, clock) : ''],
    ['Time zone', clock.timeZone],
    ['First and last message', moments],
    [
      'Lines',
      `${plural(statistics.messages, 'message')} and ${plural(statistics.system, 'system line')}`,
    ],
    ['Replies', repliesText(statistics.replies)],
    ['Attachments', attachmentsText(statistics.attachments)],
    ['Busiest time', busiestText(context)],
    ['Longest silence', silenceText(context)],
    ['Summary by', method.label + (method.fallbackReason ? `\n${method.fallbackReason}` : '')],
    [
      'Read for the summary',
      `${count(coverage.read)} of ${count(coverage.messages)} messages in range were read` +
        (coverage.truncated ? '; the rest was beyond what this engine takes in' : ''),
    ],
    ['Model', usageText(summary.usage)],
    ['Cost', costText(summary.usage)],
    ['Times', timesText(context)],
    ['Changed to fit .xlsx', CHANGES],
    ['Left out by choice', leftOutText(context)],
    ['Logo', context.logoProblem === undefined ? '' : `Not shown: ${context.logoProblem}`],
    [
      'Names',
      context.isAnonymized
        ? 'Replaced by numbers in columns; the text of messages is as it was written, and so is the name of the room'
        : '',
    ],
    ['Delivery', deliveryText(delivery.recipients, context.isAnonymized)],
    ['Earlier attempts', attemptsText(context)],
    ['Made', `${momentText(createdAt.getTime(), clock)} (${clock.timeZone}) by Rapporteur`],
  ]
  return list.filter(([, value]) => value !== '')
}

const repliesText = ({ marked, named }: DesignContext['statistics']['replies']): string => {
  const parts = [
    marked > 0
      ? `${plural(marked, 'message')} marked as ${marked === 1 ? 'a reply' : 'replies'}`
      : '',
    named > 0
      ? `${plural(named, 'message')} that ${named === 1 ? 'opens' : 'open'} with someone's name`
      : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

const attachmentsText = (attachments: DesignContext['statistics']['attachments']): string =>
  attachments.count === 0
    ? ''
    : plural(attachments.count, 'file') +
      (attachments.bytes > 0 ? `, ${bytes(attachments.bytes)}` : '')

function busiestText({ statistics, clock }: DesignContext): string {
  const hour = busiestHour(statistics.hours)
  const most = Math.max(...statistics.weekdays)
  if (hour === null || most === 0) return ''
  return `${longWeekdays[statistics.weekdays.indexOf(most)] ?? ''}s, and ${hour} (${clock.timeZone})`
}

function silenceText({ statistics, clock }: DesignContext): string {
  const silence = statistics.longestSilence
  if (silence === null) return ''
  return `${duration((silence.to - silence.from) / 1_000)}, from ${momentText(silence.from, clock)}`
}

function timesText({ statistics }: DesignContext): string {
  const parts = [
    statistics.timeUnknown > 0 ? `${plural(statistics.timeUnknown, 'line')} without a time` : '',
    statistics.timeAssumed > 0
      ? `${plural(statistics.timeAssumed, 'time')} read in an assumed time zone, because the file names none`
      : '',
  ]
  return parts.filter((part) => part !== '').join('; ')
}

const attemptsText = ({ earlierAttempts }: DesignContext): string =>
  earlierAttempts
    .map(({ attempt, message }) => `${attempt}: ${shorten(message, MAX_ATTEMPT_LENGTH)}`)
    .join('\n')

/** An address names its owner, so a report without names only counts them. */
const deliveryText = (recipients: readonly string[], isAnonymized: boolean): string =>
  recipients.length === 0
    ? 'Not sent; kept on the computer that made it'
    : isAnonymized
      ? `By e-mail to ${plural(recipients.length, 'recipient')}`
      : `By e-mail to ${recipients.slice(0, 10).join(', ')}` +
        (recipients.length > 10 ? ` and ${recipients.length - 10} more` : '')

/** Sheets and columns that somebody chose to do without; what is cut must be seen to be cut. */
function leftOutText({ hasSheet, columns }: DesignContext): string {
  const sheets = optionalSheets.filter((name) => !hasSheet(name))
  const names = columns.map(({ name }) => name)
  const missing = hasSheet('Transcript')
    ? optionalColumns.filter((name) => !names.includes(name))
    : []
  const parts = [
    sheets.length > 0 ? `${sheets.length === 1 ? 'Sheet' : 'Sheets'} ${sheets.join(', ')}` : '',
    missing.length > 0
      ? `${missing.length === 1 ? 'Column' : 'Columns'} ${missing.join(', ')} of Transcript`
      : '',
  ]
  return parts.filter((part) => part !== '').join('\n')
}

/** The sentence for `changesCell`, one line for each kind of change. */
export function changesText(changes: WorkbookChanges, hasTranscript: boolean): string {
  const { cutCells, cutCharacters, encodedCharacters, lineEndings, brokenCharacters } = changes
  const parts = [
    cutCells > 0
      ? `${plural(cutCells, 'cell')} cut at the limit of 32,767 characters; ${plural(cutCharacters, 'character')} left out`
      : '',
    encodedCharacters > 0
      ? `${plural(encodedCharacters, 'control character')} kept in coded form, such as _x0007_`
      : '',
    brokenCharacters > 0 ? `${plural(brokenCharacters, 'broken character')} shown as \uFFFD` : '',
    lineEndings > 0 ? `${plural(lineEndings, 'line break')} written the one way Excel knows` : '',
    changes.textTimes > 0
      ? `${plural(changes.textTimes, 'time')} outside the years 1900 to 9999 written as text`
      : '',
    changes.unlinkedReplies > 0
      ? `${plural(changes.unlinkedReplies, 'reply', 'replies')} without a link, because a sheet holds 65,530`
      : '',
  ].filter((part) => part !== '')
  if (parts.length > 0) return parts.join('\n')
  return hasTranscript ? 'Nothing: every character is in the transcript' : 'Nothing'
}
