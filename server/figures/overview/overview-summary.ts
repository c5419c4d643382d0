import type { OverviewRoom } from '../../contract/overview-rooms.ts'
import type { RoomStatistics } from '../../contract/statistics.ts'
import type {
  ActionItem,
  Decision,
  OpenQuestion,
  Summary,
  SummaryItem,
  SummaryTotals,
} from '../../contract/summary.ts'
import { sentence } from '../../contract/sentences.ts'
import { inEnglish } from '../../words/say.ts'
import type { Speech } from '../../words/speech.ts'
import { amountsOf, amountText } from '../lists.ts'
import { roomTold } from './overview-room.ts'

/** Key points of an overview: the first one of each of its largest rooms. */
const MAX_KEY_POINTS = 8
/** People that the summary names; the list of the statistics has more. */
const MAX_PARTICIPANTS = 100

const atOf = ({ at }: SummaryItem): number => (at === null ? -Infinity : Date.parse(at))
const newestFirst = (a: SummaryItem, b: SummaryItem): number =>
  atOf(b) === atOf(a) ? 0 : atOf(b) - atOf(a)

/** What is due on a day by that day, then the rest, newest first. */
function dueFirst(a: ActionItem, b: ActionItem): number {
  const [day, other] = [a.due?.date ?? null, b.due?.date ?? null]
  if (day !== null && other !== null && day !== other) return day < other ? -1 : 1
  if ((day === null) !== (other === null)) return day === null ? 1 : -1
  return newestFirst(a, b)
}

const longestFirst = (a: OpenQuestion, b: OpenQuestion): number =>
  (b.ageSeconds ?? -1) - (a.ageSeconds ?? -1)

/** Puts the summaries of many rooms together. Holds their lists, never their messages. */
export class OverviewSummary {
  readonly #rooms: OverviewRoom[] = []
  readonly #decisions: Decision[] = []
  readonly #actionItems: ActionItem[] = []
  readonly #openQuestions: OpenQuestion[] = []
  readonly #keyPoints: { messages: number; point: SummaryItem }[] = []
  readonly #totals: SummaryTotals = {
    decisions: { found: 0, possible: 0 },
    actionItems: { found: 0, possible: 0 },
    openQuestions: 0,
    answered: 0,
    conversations: 0,
  }
  readonly #coverage: Summary['coverage'] = {
    messages: 0,
    read: 0,
    from: null,
    to: null,
    truncated: false,
  }
  #kind: Summary['method']['kind'] = 'extractive'

  /** A room whose report is finished. */
  add(counted: OverviewRoom, summary: Summary): void {
    this.#rooms.push(roomTold(counted, summary))
    const room = { roomOid: counted.roomOid, name: counted.name }
    const inRoom = <Item extends SummaryItem>(item: Item): Item => ({ ...item, room })
    this.#decisions.push(...summary.decisions.map(inRoom))
    this.#actionItems.push(...summary.actionItems.map(inRoom))
    this.#openQuestions.push(...summary.openQuestions.map(inRoom))
    const [point] = summary.keyPoints
    if (point !== undefined) {
      this.#keyPoints.push({ messages: counted.messages, point: inRoom(point) })
    }
    this.#count(summary)
    if (summary.method.kind === 'generative') this.#kind = 'generative'
  }

  /** A room without a report. */
  addWithout(room: OverviewRoom): void {
    this.#rooms.push(room)
  }

  result(statistics: RoomStatistics, peopleInAll: number, speech: Speech): Summary {
    const rooms = this.#rooms.toSorted(
      (a, b) =>
        Number(b.state === 'covered') - Number(a.state === 'covered') || b.messages - a.messages,
    )
    const made = sentence('overview_made', {
      count: rooms.filter(({ state }) => state === 'covered').length,
    })
    return {
      headline: this.#headline(statistics, peopleInAll, speech),
      keyPoints: this.#keyPoints
        .toSorted((a, b) => b.messages - a.messages)
        .slice(0, MAX_KEY_POINTS)
        .map(({ point }) => point),
      decisions: this.#decisions.toSorted(newestFirst),
      actionItems: this.#actionItems.toSorted(dueFirst),
      openQuestions: this.#openQuestions.toSorted(longestFirst),
      totals: this.#totals,
      rooms,
      links: [],
      participants: statistics.participants
        .slice(0, MAX_PARTICIPANTS)
        .map(({ author, messages }) => ({ author, messages })),
      method: { engine: 'overview', kind: this.#kind, label: inEnglish(made), ...made },
      coverage: this.#coverage,
    }
  }

  #count(summary: Summary): void {
    const totals = this.#totals
    const amounts = amountsOf(summary)
    for (const list of ['decisions', 'actionItems'] as const) {
      totals[list].found += amounts[list].found
      totals[list].possible += amounts[list].possible
    }
    for (const list of ['openQuestions', 'answered', 'conversations'] as const) {
      totals[list] += amounts[list]
    }
    const { messages, read, from, to, truncated } = summary.coverage
    const all = this.#coverage
    all.messages += messages
    all.read += read
    all.truncated ||= truncated
    const instants = (one: string | null, other: string | null): string[] =>
      [one, other].flatMap((each) => each ?? []).sort((a, b) => Date.parse(a) - Date.parse(b))
    all.from = instants(all.from, from)[0] ?? null
    all.to = instants(all.to, to).at(-1) ?? null
  }

  #headline(statistics: RoomStatistics, people: number, speech: Speech): string {
    const { decisions, actionItems, openQuestions } = this.#totals
    return speech.say('overview_headline', {
      rooms: speech.many('rooms', this.#rooms.length),
      messages: speech.many('messages', statistics.messages),
      people: speech.many('people', people),
      decisions: amountText(speech, decisions, 'decisions'),
      actions: amountText(speech, actionItems, 'action_items'),
      questions: speech.many('open_questions', openQuestions),
    })
  }
}
