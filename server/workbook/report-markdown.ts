import { answerFacts } from '../figures/answer-times.ts'
import { changesOf, comparedWith, wordsText } from '../figures/changes.ts'
import { roomFigures } from '../figures/room-figures.ts'
import { highlightLists, notesOf, type HighlightRow } from './design/highlight-lists.ts'
import { busiestHour } from './design/summary-facts.ts'
import { speechIn } from '../figures/speech-in.ts'
import { roomsTable, type RoomsTable } from '../figures/overview/rooms-table.ts'
import type { ParticipantStatistics } from '../contract/statistics.ts'
import type { Language } from '../words/catalogues.ts'
import type { Speech } from '../words/speech.ts'
import type { WorkbookInput } from './input.ts'
import { caveatsOf } from '../figures/caveats.ts'
import { citedText, headlineText, methodText } from '../figures/said.ts'
import { costText, usageText } from './design/usage-text.ts'
import { markdownCell, markdownText as plain } from './text/markdown-text.ts'
import { webAddress } from './text/web-address.ts'

export type MarkdownInput = Pick<
  WorkbookInput,
  'room' | 'period' | 'statistics' | 'summary' | 'createdAt'
> & {
  /** Default English. */
  language?: Language
}

/** Rows of the participants' table; whoever needs all of them opens the workbook. */
export const MAX_PARTICIPANTS = 20

/** Ends it once: units may be abbreviations, such as `13 Min.` in German. */
const ended = (text: string): string => (text.endsWith('.') ? text : `${text}.`)

/** Everything of the report but the transcript, as Markdown that no message can break out of. */
export function reportMarkdown(input: MarkdownInput): string {
  const { room, period, statistics, summary, createdAt, language = 'en' } = input
  const speech = speechIn(language, statistics.timeZone)
  const { timeZone: zone } = speech.clock
  const isEmpty = statistics.total === 0
  const busiest = busiestHour(statistics.hours)
  const facts = [
    `${speech.many('messages', statistics.messages)}, ${speech.many('system_lines', statistics.system)}`,
    speech.many('participants', statistics.participants.length),
    // A transcript without times has no days.
    ...(statistics.days.length === 0 ? [] : [speech.many('active_days', statistics.days.length)]),
    ...(busiest === null ? [] : [`${speech.say('label_busiest_hour')} ${busiest}`]),
    ...answerFacts(speech, roomFigures(statistics), summary).map(
      ([label, value]) => `${label}: ${plain(value)}`,
    ),
  ]
  const told = (row: HighlightRow, columns: readonly string[]): string => {
    const { item, text } = row
    const notes = notesOf(row, columns).map(({ name, value }) =>
      ended(name === '' ? plain(value) : `${name}: ${plain(value)}`),
    )
    const words = text.split('\n').map(plain).join(' ')
    const source = [
      plain(item.author),
      item.at === null ? '' : speech.moment(Date.parse(item.at)),
      item.messageNumber === 0 ? '' : citedText(speech, item),
    ]
    const cited = `- ${words} (${source.filter((part) => part !== '').join(', ')})`
    return [cited, ...notes].join(' ')
  }
  const list = (title: string, lines: readonly string[]): string =>
    lines.length === 0 ? '' : `## ${title}\n\n${lines.join('\n')}\n`
  const people = statistics.participants.slice(0, MAX_PARTICIPANTS)
  const table = people.map(
    (person) =>
      `| ${markdownCell(person.author)} | ${speech.count(person.messages)} | ${speech.count(spreadOf(person))} |`,
  )
  const rooms = roomsTable(speech, summary.rooms)
  const heads = (['participant', 'messages_head', spreadHead(rooms)] as const).map((head) =>
    speech.say(head),
  )
  const { coverage } = summary
  const read = { n: speech.count(coverage.read), all: speech.count(coverage.messages) }
  const made = speech.say('made', { moment: speech.moment(createdAt.getTime()), zone })
  const parts = [
    `# ${plain(room.name) || speech.say('unnamed_room')}\n`,
    `${rooms === null ? `${speech.source(room.source)}. ` : ''}${rooms === null ? speech.period(period) : speech.periodOfRooms(period)}. ${speech.say('times_in', { zone })}.\n`,
    ...caveatsOf(speech, statistics).map((note) => `**${plain(note)}**\n`),
    isEmpty ? `${speech.say('nothing')}\n` : `> ${plain(headlineText(speech, summary))}\n`,
    isEmpty ? '' : `${facts.map((fact) => `- ${fact}`).join('\n')}\n`,
    rooms === null ? '' : roomsText(rooms, speech),
    list(
      speech.say('key_points'),
      summary.keyPoints.map((item) => told({ item, text: item.text, first: '', second: '' }, [])),
    ),
    isEmpty || rooms !== null ? '' : comparisonText(input, speech),
    ...highlightLists(summary, statistics, speech)
      .filter(({ key }) => key !== 'links')
      .map(({ title, columns, groups }) =>
        list(
          plain(title.replace('  ·  ', ', ')),
          groups.flatMap((group, index) => [
            ...(group.title === ''
              ? []
              : [`${index === 0 ? '' : '\n'}### ${plain(group.title.replace('  ·  ', ', '))}\n`]),
            ...group.rows.map((row) => told(row, columns)),
          ]),
        ),
      ),
    list(
      speech.say('list_links'),
      summary.links.map((link) => {
        const address = webAddress(link.url)
        const shown =
          address === null ? plain(link.url) : `<${address.replaceAll(/[<>\s]/g, encodeURI)}>`
        return `- ${shown} (${plain(link.author)}, ${plain(citedText(speech, link))})`
      }),
    ),
    table.length === 0
      ? ''
      : `## ${speech.say('sheet_Participants')}\n\n| ${heads.join(' | ')} |\n| --- | ---: | ---: |\n${table.join('\n')}\n`,
    [usageText(speech, summary.usage), costText(speech, summary.usage)]
      .filter((text) => text !== '')
      .map((text) => `${plain(text)}.\n`)
      .join(''),
    `${methodText(speech, summary).split('\n').map(sentence).join('')}` +
      `${sentence(speech.say('read', read))}${speech.say('made_by', { made })}\n`,
  ]
  return parts.filter((part) => part !== '').join('\n')
}

/** How widely somebody wrote: on so many days, or in so many rooms. */
export const spreadOf = ({ activeDays, rooms }: ParticipantStatistics): number =>
  rooms ?? activeDays
export const spreadHead = (rooms: RoomsTable | null): 'active_days_head' | 'column_rooms' =>
  rooms === null ? 'active_days_head' : 'column_rooms'

function roomsText({ heads, rows }: RoomsTable, speech: Speech): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownCell).join(' | ')} |`
  const rule = heads.map((_, index) => (index === 0 ? '---' : '---:'))
  const table = [line(heads), `| ${rule.join(' | ')} |`, ...rows.map(line), '']
  return [`## ${speech.say('fact_rooms')}`, '', ...table].join('\n')
}

/** The figures beside those of the time before. */
function comparisonText({ statistics, summary }: MarkdownInput, speech: Speech): string {
  const changes = changesOf(speech, roomFigures(statistics), summary)
  if (changes === null) return `${plain(comparedWith(speech, statistics))}.\n`
  const rows = changes.map(
    ({ what, now, before, change }) =>
      `| ${[what, now, before, change].map(markdownCell).join(' | ')} |`,
  )
  const { rose, fell } = statistics.earlier?.words ?? { rose: [], fell: [] }
  const words = [
    ...(rose.length > 0
      ? [`- ${speech.say('talked_more')}: ${plain(wordsText(speech, rose))}`]
      : []),
    ...(fell.length > 0
      ? [`- ${speech.say('talked_less')}: ${plain(wordsText(speech, fell))}`]
      : []),
  ]
  const heads = [
    '',
    ...(['this_time', 'before', 'change'] as const).map((head) => speech.say(head)),
  ]
  return [
    `## ${speech.say('compared')}\n`,
    `${plain(comparedWith(speech, statistics))}.\n`,
    ...(rows.length > 0 ? [`| ${heads.join(' | ')} |`, '| --- | ---: | ---: | --- |'] : []),
    ...rows,
    ...(words.length > 0 ? ['', ...words] : []),
    '',
  ].join('\n')
}

/** With its full stop and a blank, however it ended. */
const sentence = (text: string): string =>
  text.trim() === '' ? '' : `${plain(text).replace(/[.\s]+$/, '')}. `
