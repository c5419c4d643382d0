import type { ActionItem, SummaryItem } from '../contract/summary.ts'
import { busiestHour } from './design/summary-facts.ts'
import { count, duration, momentText, periodText, plural, sourceName } from './design/text.ts'
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
    ...(statistics.medianAnswerSeconds === null
      ? []
      : [`median time to an answer: ${duration(statistics.medianAnswerSeconds)}`]),
  ]
  const quote = (item: SummaryItem): string => {
    const at = item.at === null ? '' : `, ${momentText(Date.parse(item.at), clock)}`
    return `- ${plain(item.text)} (${plain(item.author)}${at}, message ${item.messageNumber})`
  }
  const action = (item: ActionItem): string => {
    const owner = item.owner === null ? '' : ` Owner: ${plain(item.owner)}.`
    const due = item.due === null ? '' : ` Due: ${plain(item.due.date ?? item.due.words)}.`
    return `${quote(item)}${owner}${due}`
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
    list('Key points', summary.keyPoints.map(quote)),
    list('Decisions', summary.decisions.map(quote)),
    list('Action items', summary.actionItems.map(action)),
    list('Open questions', summary.openQuestions.map(quote)),
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

/** With its full stop and a blank, however it ended. */
const sentence = (text: string): string =>
  text.trim() === '' ? '' : `${plain(text).replace(/[.\s]+$/, '')}. `
