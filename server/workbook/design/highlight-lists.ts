import type {
  Certainty,
  Conversation,
  Quote,
  Summary,
  SummaryItem,
} from '../../contract/summary.ts'
import { byCertainty, cutText, dueText, endingText, saidBy } from '../../figures/lists.ts'
import type { Phrase } from '../../words/report/phrases.ts'
import type { Speech } from '../../words/speech.ts'
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

type ColumnPhrase = Extract<Phrase, `column_${string}`>

/** Conversations of one day, week or month that are listed; the largest ones. */
const MAX_IN_PERIOD = 8

/** What was put up and what came of it, so that the subject is there: `“…” (Ann)`, `→ …`. */
export const exchange = (speech: Speech, about: Quote | undefined, text: string): string =>
  about === undefined
    ? text
    : `${speech.say('long_quote', { text: about.text })} (${about.author})\n→ ${text}`

/** The two differing cells where there are no columns: `Owner: Ann`, or `3 people`, which says its name. */
export const notesOf = (
  { first, second }: HighlightRow,
  columns: readonly string[],
): { name: string; value: string }[] =>
  [
    { name: columns[3] ?? '', value: String(first) },
    { name: columns[4] ?? '', value: second },
  ]
    .filter(({ value }) => value !== '')
    .map(({ name, value }) =>
      value.toLowerCase().endsWith(name.toLowerCase()) ? { name: '', value } : { name, value },
    )

/** The lists of the Highlights sheet in their order. */
export function highlightLists(
  summary: Summary,
  statistics: RoomStatistics,
  speech: Speech,
): HighlightList[] {
  const { totals } = summary
  const titled = (title: string, items: readonly unknown[], total: number | undefined): string => {
    const cut = cutText(speech, items.length, total)
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
      { title: '', rows: found.map(rowOf).map(marked) },
      { title: speech.say('possible_title'), rows: possible.map(rowOf).map(marked) },
    ].filter(({ rows }) => rows.length > 0)
  }
  const marked = (row: HighlightRow): HighlightRow => ({
    ...row,
    item: { ...row.item, author: saidBy(speech, row.item) },
  })
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
  const columns = (...names: ColumnPhrase[]): HighlightList['columns'] => {
    const [text = '', who = '', when = '', first = '', second = ''] = names.map((name) =>
      speech.say(name),
    )
    return [text, who, when, first, second]
  }
  const { otherLanguage } = summary
  const none = (phrase: 'no_decisions' | 'no_action_items'): string =>
    otherLanguage === undefined
      ? speech.say(phrase)
      : speech.say('not_looked_for', { language: speech.languageName(otherLanguage) })
  const groups = conversationGroups(conversations, statistics, speech)
  const shown = groups.flatMap(({ rows }) => rows)
  return [
    {
      key: 'decisions',
      title: titled(speech.say('list_decisions'), decisions, sum(totals?.decisions)),
      none: none('no_decisions'),
      columns: columns('column_decision', 'column_said_by', 'column_time', 'column_people'),
      groups: parts(decisions, (item) => ({
        item,
        text: exchange(speech, item.about, item.text),
        first: item.people === undefined ? '' : speech.many('people', item.people),
        second: '',
      })),
    },
    {
      key: 'actionItems',
      title: titled(speech.say('list_action_items'), actionItems, sum(totals?.actionItems)),
      none: none('no_action_items'),
      columns: columns(
        'column_action',
        'column_said_by',
        'column_time',
        'column_owner',
        'column_due',
      ),
      groups: parts(actionItems, (item) => ({
        item,
        text: exchange(speech, item.about, item.text),
        first: item.owner ?? (item.kind === 'commitment' ? item.author : ''),
        second: dueText(speech, item.due),
      })),
    },
    {
      key: 'openQuestions',
      title: titled(speech.say('list_open_questions'), openQuestions, totals?.openQuestions),
      none: speech.say('no_open_questions'),
      columns: columns('column_question', 'column_asked_by', 'column_time', 'column_waiting'),
      groups: parts(openQuestions, (item) => ({
        item,
        text: item.text,
        first:
          item.ageSeconds === undefined || item.ageSeconds === null
            ? ''
            : speech.duration(item.ageSeconds),
        second: '',
      })),
    },
    {
      key: 'answered',
      title: titled(speech.say('list_answered'), answered, totals?.answered),
      none: '',
      columns: columns(
        'column_question_answer',
        'column_asked_by',
        'column_time',
        'column_answered_by',
        'column_after',
      ),
      groups: plain(
        answered.map((item) => ({
          item,
          text: `${item.text}\n→ ${item.reply.text}`,
          first: item.reply.author,
          second: item.seconds === null ? '' : speech.duration(item.seconds),
        })),
      ),
    },
    {
      key: 'conversations',
      title: titled(speech.say('subjects'), shown, totals?.conversations),
      none: '',
      columns: columns(
        'column_conversation',
        'column_people',
        'column_began',
        'column_length',
        'column_ended',
      ),
      groups,
    },
    {
      key: 'links',
      title: speech.say('list_links'),
      none: speech.say('no_links'),
      columns: columns('column_link', 'column_shared_by', 'column_time', 'column_times_shared'),
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
  speech: Speech,
): HighlightGroup[] {
  const { unit, entries } = timelineOf(conversations, statistics.days, speech)
  const isOne = statistics.days.length <= 1
  return entries.map(({ label, messages, conversations: inPeriod }) => ({
    title: isOne
      ? ''
      : `${unit === 'week' ? speech.say('week_from', { day: label }) : label}  ·  ${speech.many('messages', messages)}`,
    rows: inPeriod
      .slice(0, MAX_IN_PERIOD)
      .sort((a, b) => a.messageNumber - b.messageNumber)
      .map((item) => ({
        item: { ...item, author: peopleText(speech, item.people) },
        text: subjectText(speech, item),
        first: lengthText(speech, item),
        second: endingText(speech, item.ended),
      })),
  }))
}
