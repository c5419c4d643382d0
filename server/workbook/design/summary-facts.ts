import { optionalColumns, optionalSheets } from '../../contract/workbook.ts'
import type { WorkbookChanges } from '../changes.ts'
import { comparedWith } from '../../figures/changes.ts'
import type { DesignContext } from './context.ts'
import type { Phrase } from '../../words/report/phrases.ts'
import type { Speech } from '../../words/speech.ts'
import { columnName, optionalFields } from '../transcript/transcript-layout.ts'
import { methodText } from '../../figures/said.ts'
import { shorten } from './text.ts'
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
  const { statistics, summary, room, clock, period, delivery, createdAt, speech } = context
  const { coverage } = summary
  const moments =
    statistics.firstAt === null || statistics.lastAt === null
      ? speech.say('none')
      : speech.say('from_to', {
          from: speech.moment(statistics.firstAt),
          to: speech.moment(statistics.lastAt),
        })
  const lines = speech.say('lines', {
    messages: speech.many('messages', statistics.messages),
    system: speech.many('system_lines', statistics.system),
  })
  const logo =
    context.logoProblem === undefined
      ? ''
      : speech.say('logo_not_shown', {
          reason: speech.sentence(context.logoProblem, context.logoProblem.message),
        })
  const made = { moment: speech.moment(createdAt.getTime()), zone: clock.timeZone }
  const list: [Extract<Phrase, `fact_${string}`>, string][] = [
    ['fact_room', room.name.trim() || speech.say('unnamed_room')],
    ['fact_source', sourceText(speech, room)],
    ['fact_period', speech.period(period)],
    ['fact_before', statistics.earlier === null ? comparedWith(speech, statistics) : ''],
    ['fact_zone', clock.timeZone],
    ['fact_first_last', moments],
    ['fact_lines', lines],
    ['fact_revised', revisedText(speech, statistics)],
    ['fact_replies', repliesText(speech, statistics.replies)],
    ['fact_attachments', attachmentsText(speech, statistics.attachments)],
    ['fact_busiest', busiestText(context)],
    ['fact_silence', silenceText(context)],
    ['fact_summary', methodText(speech, summary)],
    [
      'fact_read',
      speech.say(coverage.truncated ? 'read_cut' : 'read', {
        n: speech.count(coverage.read),
        all: speech.count(coverage.messages),
      }),
    ],
    ['fact_model', usageText(speech, summary.usage)],
    ['fact_cost', costText(speech, summary.usage)],
    ['fact_times', timesText(context)],
    ['fact_changed', CHANGES],
    ['fact_left_out', leftOutText(context)],
    ['fact_logo', logo],
    ['fact_names', context.isAnonymized ? speech.say('names_replaced') : ''],
    ['fact_delivery', deliveryText(speech, delivery.recipients, context.isAnonymized)],
    ['fact_attempts', attemptsText(context)],
    ['fact_made', speech.say('made', made)],
  ]
  return list.filter(([, value]) => value !== '').map(([name, value]) => [speech.say(name), value])
}

const sourceText = (speech: Speech, { source, format }: DesignContext['room']): string =>
  `${speech.source(source)}${format ? ` (${format})` : ''}`

/** What its authors did with messages after they were said; the words of the deleted ones stand nowhere. */
const revisedText = (
  speech: Speech,
  { edited, deleted }: Pick<DesignContext['statistics'], 'edited' | 'deleted'>,
): string =>
  [
    edited > 0 ? speech.many('edited', edited) : '',
    deleted > 0 ? speech.many('deleted', deleted) : '',
  ]
    .filter((part) => part !== '')
    .join(', ')

const repliesText = (
  speech: Speech,
  { marked, named }: DesignContext['statistics']['replies'],
): string =>
  [
    marked > 0 ? speech.many('marked_replies', marked) : '',
    named > 0 ? speech.many('named_replies', named) : '',
  ]
    .filter((part) => part !== '')
    .join(', ')

const attachmentsText = (
  speech: Speech,
  attachments: DesignContext['statistics']['attachments'],
): string =>
  attachments.count === 0
    ? ''
    : speech.many('files', attachments.count) +
      (attachments.bytes > 0 ? `, ${speech.bytes(attachments.bytes)}` : '')

function busiestText({ statistics, clock, speech }: DesignContext): string {
  const hour = busiestHour(statistics.hours)
  const most = Math.max(...statistics.weekdays)
  if (hour === null || most === 0) return ''
  const days = speech.list('most_on')[statistics.weekdays.indexOf(most)] ?? ''
  return speech.say('busiest', { days, hour, zone: clock.timeZone })
}

function silenceText({ statistics, speech }: DesignContext): string {
  const silence = statistics.longestSilence
  if (silence === null) return ''
  const time = speech.duration((silence.to - silence.from) / 1_000)
  return speech.say('silence', { time, moment: speech.moment(silence.from) })
}

function timesText({ statistics, speech }: DesignContext): string {
  const parts = [
    statistics.timeUnknown > 0 ? speech.many('times_unknown', statistics.timeUnknown) : '',
    statistics.timeAssumed > 0 ? speech.many('times_assumed', statistics.timeAssumed) : '',
  ]
  return parts.filter((part) => part !== '').join('; ')
}

const attemptsText = ({ earlierAttempts, speech }: DesignContext): string =>
  earlierAttempts
    .map((one) => {
      const said = speech.sentence(one, one.message)
      return `${one.attempt}: ${shorten(said, MAX_ATTEMPT_LENGTH)}`
    })
    .join('\n')

/** An address names its owner, so a report without names only counts them. */
export function deliveryText(
  speech: Speech,
  recipients: readonly string[],
  isAnonymized: boolean,
): string {
  if (recipients.length === 0) return speech.say('not_sent')
  if (isAnonymized) {
    return speech.say('sent_to', { recipients: speech.many('recipients', recipients.length) })
  }
  const more = recipients.length - 10
  const named = { recipients: recipients.slice(0, 10).join(', '), n: speech.count(more) }
  return speech.say(more > 0 ? 'sent_to_more' : 'sent_to', named)
}

/** Sheets and columns that somebody chose to do without; what is cut must be seen to be cut. */
function leftOutText({ hasSheet, sheetName, columns, speech }: DesignContext): string {
  const sheets = optionalSheets.filter((name) => !hasSheet(name)).map(sheetName)
  const fields = columns.map(({ field }) => field)
  const missing = hasSheet('Transcript')
    ? optionalColumns.filter((name) => !fields.includes(optionalFields[name]))
    : []
  const names = missing.map((name) => columnName(speech, optionalFields[name]))
  const parts = [
    sheets.length > 0
      ? speech.many('left_sheets', sheets.length, { names: sheets.join(', ') })
      : '',
    names.length > 0 ? speech.many('left_columns', names.length, { names: names.join(', ') }) : '',
  ]
  return parts.filter((part) => part !== '').join('\n')
}

/** The sentence for the cell that is filled in late, one line for each kind of change. */
export function changesText(
  speech: Speech,
  changes: WorkbookChanges,
  hasTranscript: boolean,
): string {
  const left = speech.many('left_out', changes.cutCharacters)
  const kinds = [
    [changes.cutCells, 'changed_cells'],
    [changes.encodedCharacters, 'changed_controls'],
    [changes.brokenCharacters, 'changed_broken'],
    [changes.lineEndings, 'changed_breaks'],
    [changes.textTimes, 'changed_times'],
    [changes.unlinkedReplies, 'changed_replies'],
  ] as const
  const parts = kinds.flatMap(([count, kind]) =>
    count > 0 ? [speech.many(kind, count, { left })] : [],
  )
  if (parts.length > 0) return parts.join('\n')
  return speech.say(hasTranscript ? 'changed_nothing_of_transcript' : 'changed_nothing')
}
