import { answerFacts } from '../figures/answer-times.ts'
import { changesOf, comparedWith, wordsText } from '../figures/changes.ts'
import { roomFigures } from '../figures/room-figures.ts'
import { highlightLists, type HighlightRow } from './design/highlight-lists.ts'
import { busiestHour } from './design/summary-facts.ts'
import { count, momentText, periodText, plural } from '../figures/amounts.ts'
import { sourceName } from './design/text.ts'
import type { WorkbookInput } from './input.ts'
import { LocalClock } from '../local-clock.ts'
import { costText, usageText } from './design/usage-text.ts'
import { markdownCell, markdownText as plain } from './text/markdown-text.ts'
import { webAddress } from './text/web-address.ts'

export type MarkdownInput = Pick<
  WorkbookInput,
  'room' | 'period' | 'statistics' | 'summary' | 'createdAt'
>

/** Rows of the participants' table; whoever needs all of them opens the workbook. */
const MAX_PARTICIPANTS = 20

/** Everything of the report but the transcript, as Markdown that no message can break out of. */
export function reportMarkdown(input: MarkdownInput): string {
  const { room, period, statistics, summary, createdAt } = input
  const clock = new LocalClock(statistics.timeZone)
  const isEmpty = statistics.total === 0
  const busiest = busiestHour(statistics.hours)
  const facts = [
    `${plural(statistics.messages, 'message')}, ${plural(statistics.system, 'system line')}`,
    plural(statistics.participants.length, 'participant'),
    plural(statistics.days.length, 'active day'),
    ...(busiest === null ? [] : [`busiest hour ${busiest}`]),
    ...answerFacts(roomFigures(statistics), summary).map(
      ([label, value]) => `${label}: ${plain(value)}`,
    ),
  ]
  const told = (
    { item, text, first, second }: HighlightRow,
    columns: readonly string[],
  ): string => {
    const at = item.at === null ? '' : `, ${momentText(Date.parse(item.at), clock)}`
    const notes = [
      [columns[3], String(first)],
      [columns[4], second],
    ].flatMap(([name = '', value = '']) => (value === '' ? [] : [`${name}: ${plain(value)}.`]))
    const words = text.split('\n').map(plain).join(' ')
    const cited = `- ${words} (${plain(item.author)}${at}, message ${item.messageNumber})`
    return [cited, ...notes].join(' ')
  }
  const list = (title: string, lines: readonly string[]): string =>
    lines.length === 0 ? '' : `## ${title}\n\n${lines.join('\n')}\n`
  const people = statistics.participants.slice(0, MAX_PARTICIPANTS)
  const table = people.map(
    ({ author, messages, activeDays }) =>
      `| ${markdownCell(author)} | ${count(messages)} | ${count(activeDays)} |`,
  )
  const parts = [
    `# ${plain(room.name) || 'Room without a name'}\n`,
    `${sourceName(room.source)}. ${periodText(period, clock)}. Times in ${clock.timeZone}.\n`,
    isEmpty ? 'Nothing to report.\n' : `> ${plain(summary.headline)}\n`,
    isEmpty ? '' : `${facts.map((fact) => `- ${fact}`).join('\n')}\n`,
    list(
      'Key points',
      summary.keyPoints.map((item) => told({ item, text: item.text, first: '', second: '' }, [])),
    ),
    isEmpty ? '' : comparisonText(input, clock),
    ...highlightLists(summary, statistics, clock)
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
      'Links',
      summary.links.map(({ url, author, messageNumber }) => {
        const address = webAddress(url)
        const shown =
          address === null ? plain(url) : `<${address.replaceAll(/[<>\s]/g, encodeURI)}>`
        return `- ${shown} (${plain(author)}, message ${messageNumber})`
      }),
    ),
    table.length === 0
      ? ''
      : `## Participants\n\n| Participant | Messages | Active days |\n| --- | ---: | ---: |\n${table.join('\n')}\n`,
    [usageText(summary.usage), costText(summary.usage)]
      .filter((text) => text !== '')
      .map((text) => `${plain(text)}.\n`)
      .join(''),
    `${sentence(summary.method.label)}${sentence(summary.method.fallbackReason ?? '')}${count(summary.coverage.read)} of ` +
      `${count(summary.coverage.messages)} messages in range were read. ` +
      `Made ${momentText(createdAt.getTime(), clock)} (${clock.timeZone}) by Rapporteur.\n`,
  ]
  return parts.filter((part) => part !== '').join('\n')
}

/** The figures beside those of the time before. */
function comparisonText({ statistics, summary }: MarkdownInput, clock: LocalClock): string {
  const changes = changesOf(roomFigures(statistics), summary)
  if (changes === null) return `${plain(comparedWith(statistics, clock))}.\n`
  const rows = changes.map(
    ({ what, now, before, change }) =>
      `| ${[what, now, before, change].map(markdownCell).join(' | ')} |`,
  )
  const { rose, fell } = statistics.earlier?.words ?? { rose: [], fell: [] }
  const words = [
    ...(rose.length > 0 ? [`- Talked of more: ${plain(wordsText(rose))}`] : []),
    ...(fell.length > 0 ? [`- Talked of less: ${plain(wordsText(fell))}`] : []),
  ]
  return [
    '## Compared with the time before\n',
    `${plain(comparedWith(statistics, clock))}.\n`,
    ...(rows.length > 0
      ? ['|  | This time | Before | Change |', '| --- | ---: | ---: | --- |']
      : []),
    ...rows,
    ...(words.length > 0 ? ['', ...words] : []),
    '',
  ].join('\n')
}

/** With its full stop and a blank, however it ended. */
const sentence = (text: string): string =>
  text.trim() === '' ? '' : `${plain(text).replace(/[.\s]+$/, '')}. `
