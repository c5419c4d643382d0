import type {
  Certainty,
  Conversation,
  Quote,
  Summary,
  SummaryItem,
} from '../../contract/summary.ts'
import { duration, plural } from '../../figures/amounts.ts'
import { byCertainty, cutText, dueText, endingText } from '../../figures/lists.ts'
import type { LocalClock } from '../../local-clock.ts'
import type { RoomStatistics } from '../statistics.ts'
import { lengthText, peopleText, subjectText, timelineOf } from './timeline.ts'

/** One row of the Highlights sheet. */
export interface HighlightRow {
  item: SummaryItem
  text: string
  /** The two cells that differ between the lists. */
  first: string | number
  second: string
  /** An address that the text is. */
  url?: string
}

export interface HighlightGroup {
  /** Stands above the rows; empty where the list has no parts. */
  title: string
  rows: HighlightRow[]
}

export interface HighlightList {
  key: 'decisions' | 'actionItems' | 'openQuestions' | 'answered' | 'conversations' | 'links'
  title: string
  /** Said where the list is empty; a list without these words is then left out. */
  none: string
  columns: readonly [string, string, string, string, string]
  groups: HighlightGroup[]
}

/** Conversations of one day, week or month that are listed; the largest ones. */
const MAX_IN_PERIOD = 8

const possibleTitle = 'Possible, worth a look'

/** What was put up and what came of it, so that the subject is there: `“…” (Ann)`, `→ …`. */
const exchange = (about: Quote | undefined, text: string): string =>
  about === undefined ? text : `“${about.text}” (${about.author})\n→ ${text}`

/** The lists of the Highlights sheet in their order. */
export function highlightLists(
  summary: Summary,
  statistics: RoomStatistics,
  clock: LocalClock,
): HighlightList[] {
  const { totals } = summary
  const titled = (title: string, items: readonly unknown[], total: number | undefined): string => {
    const cut = cutText(items.length, total)
    return cut === '' ? title : `${title}  ·  ${cut}`
  }
  const sum = (both: { found: number; possible: number } | undefined): number | undefined =>
    both === undefined ? undefined : both.found + both.possible
  const parts = <Item extends SummaryItem & { certainty?: Certainty | undefined }>(
    items: readonly Item[],
    rowOf: (item: Item) => HighlightRow,
  ): HighlightGroup[] => {
    const { found, possible } = byCertainty(items)
    return [
      { title: '', rows: found.map(rowOf) },
      { title: possibleTitle, rows: possible.map(rowOf) },
    ].filter(({ rows }) => rows.length > 0)
  }
  const plain = (rows: HighlightRow[]): HighlightGroup[] =>
    rows.length === 0 ? [] : [{ title: '', rows }]
  const {
    decisions,
    actionItems,
    openQuestions,
    answered = [],
    conversations = [],
    links,
  } = summary
  const groups = conversationGroups(conversations, statistics, clock)
  const shown = groups.flatMap(({ rows }) => rows)
  return [
    {
      key: 'decisions',
      title: titled('Decisions', decisions, sum(totals?.decisions)),
      none: 'No decisions were found.',
      columns: ['Decision', 'Said by', 'Time', 'People', ''],
      groups: parts(decisions, (item) => ({
        item,
        text: exchange(item.about, item.text),
        first: item.people === undefined ? '' : plural(item.people, 'person', 'people'),
        second: '',
      })),
    },
    {
      key: 'actionItems',
      title: titled('Action items', actionItems, sum(totals?.actionItems)),
      none: 'No action items were found.',
      columns: ['Action', 'Said by', 'Time', 'Owner', 'Due'],
      groups: parts(actionItems, (item) => ({
        item,
        text: exchange(item.about, item.text),
        first: item.owner ?? (item.kind === 'commitment' ? item.author : ''),
        second: dueText(item.due),
      })),
    },
    {
      key: 'openQuestions',
      title: titled('Open questions', openQuestions, totals?.openQuestions),
      none: 'No open questions were found.',
      columns: ['Question', 'Asked by', 'Time', 'Waiting', ''],
      groups: parts(openQuestions, (item) => ({
        item,
        text: item.text,
        first:
          item.ageSeconds === undefined || item.ageSeconds === null
            ? ''
            : duration(item.ageSeconds),
        second: '',
      })),
    },
    {
      key: 'answered',
      title: titled('Answered questions', answered, totals?.answered),
      none: '',
      columns: ['Question and answer', 'Asked by', 'Time', 'Answered by', 'After'],
      groups: plain(
        answered.map((item) => ({
          item,
          text: `${item.text}\n→ ${item.reply.text}`,
          first: item.reply.author,
          second: item.seconds === null ? '' : duration(item.seconds),
        })),
      ),
    },
    {
      key: 'conversations',
      title: titled('What it was about', shown, totals?.conversations),
      none: '',
      columns: ['Conversation', 'People', 'Began', 'Length', 'Ended'],
      groups,
    },
    {
      key: 'links',
      title: 'Links',
      none: 'No links were shared.',
      columns: ['Link', 'First shared by', 'Time', 'Times shared', ''],
      groups: plain(
        links.map((item) => ({
          item,
          text: item.url,
          first: item.count,
          second: '',
          url: item.url,
        })),
      ),
    },
  ]
}

/** By day, week or month, the largest of each in the order in which they began. */
function conversationGroups(
  conversations: readonly Conversation[],
  statistics: RoomStatistics,
  clock: LocalClock,
): HighlightGroup[] {
  const { unit, entries } = timelineOf(conversations, statistics.days, clock)
  const isOne = statistics.days.length <= 1
  return entries.map(({ label, messages, conversations: inPeriod }) => ({
    title: isOne
      ? ''
      : `${unit === 'week' ? `Week from ${label}` : label}  ·  ${plural(messages, 'message')}`,
    rows: inPeriod
      .slice(0, MAX_IN_PERIOD)
      .sort((a, b) => a.messageNumber - b.messageNumber)
      .map((item) => ({
        item: { ...item, author: peopleText(item.people) },
        text: subjectText(item),
        first: lengthText(item),
        second: endingText(item.ended),
      })),
  }))
}
