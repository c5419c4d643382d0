import type { ActionItem, Certainty, Summary, SummaryItem } from '../../contract/summary.ts'
import { byCertainty } from '../../figures/lists.ts'
import type { Speech } from '../../words/speech.ts'
import { exchange } from '../design/highlight-lists.ts'

/** A decision, an action item or an open question of one of the rooms; a row of the list of all. */
export interface Outcome {
  kind: 'decision' | 'action' | 'question'
  certainty: Certainty
  room: string
  text: string
  author: string
  /** Milliseconds; null where nothing tells the time. */
  at: number | null
  /** Empty where nobody is named. */
  owner: string
  due: ActionItem['due']
  /** Null where it does not wait, or nothing tells how long. */
  waitingSeconds: number | null
  messageNumber: number
}

/** All of them: decisions, then tasks, then questions; found ones before possible ones. */
export function outcomesOf(
  { decisions, actionItems, openQuestions }: Summary,
  speech: Speech,
): Outcome[] {
  const rowOf = (kind: Outcome['kind'], item: SummaryItem, text: string): Outcome => ({
    kind,
    certainty: 'found',
    room: item.room?.name ?? '',
    text,
    author: item.author,
    at: item.at === null ? null : Date.parse(item.at),
    owner: '',
    due: null,
    waitingSeconds: null,
    messageNumber: item.messageNumber,
  })
  const rows = <Item extends SummaryItem & { certainty?: Certainty | undefined }>(
    items: readonly Item[],
    make: (item: Item) => Outcome,
  ): Outcome[] => {
    const { found, possible } = byCertainty(items)
    return [
      ...found.map(make),
      ...possible.map((item): Outcome => ({ ...make(item), certainty: 'possible' })),
    ]
  }
  return [
    ...rows(decisions, (item) => rowOf('decision', item, exchange(speech, item.about, item.text))),
    ...rows(actionItems, (item) => ({
      ...rowOf('action', item, exchange(speech, item.about, item.text)),
      owner: item.owner ?? (item.kind === 'commitment' ? item.author : ''),
      due: item.due,
    })),
    ...rows(openQuestions, (item) => ({
      ...rowOf('question', item, item.text),
      waitingSeconds: item.ageSeconds ?? null,
    })),
  ]
}
