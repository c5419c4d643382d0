import type { Speech } from '../words/speech.ts'
import { choiceLimits } from '../contract/limits.ts'
import {
  chosenLists,
  type ActionItem,
  type Certainty,
  type ChosenList,
  type Conversation,
  type ItemChoice,
  type Summary,
  type SummaryChange,
  type SummaryItem,
} from '../contract/summary.ts'
import { headlineParts } from './extractive/headline-parts.ts'
import { headlineOf } from './extractive/headline.ts'
import { UnknownItem } from './unknown-item.ts'

type Item = Summary[ChosenList][number]

/**
 * A summary as people have chosen it: items that they left out are gone, others say that they were edited or
 * added, and totals, conversations and headline go by what is left. What was found stays beside it, so that
 * every choice can be taken back; without choices the summary is the one that the engine wrote.
 *
 * @param people who wrote in the room, for a headline that is made anew
 * @param ofPart says with such a headline that it is of a part of the messages
 * @throws UnknownItem
 */
export function withChoices(
  summary: Summary,
  change: SummaryChange,
  {
    people,
    speech,
    ofPart = (headline) => headline,
  }: { people: number; speech: Speech; ofPart?: ((headline: string) => string) | undefined },
): Summary {
  const { changes, ...present } = summary
  const { decisions, actionItems, openQuestions, conversations, totals, headline } = present
  const found = changes?.found ?? {
    headline,
    decisions,
    actionItems,
    openQuestions,
    ...(conversations && { conversations }),
    ...(totals && { totals }),
  }
  const items = merged(changes?.items ?? [], change.items ?? [])
  const byHand = change.headline === undefined ? (changes?.headline ?? null) : change.headline
  for (const choice of items) check(choice, found[choice.list].length, items.length)
  if (items.length === 0 && byHand === null) return { ...present, ...found }
  const lists = Object.fromEntries(
    chosenLists.map((list) => [list, chosen(found[list], choicesOf(items, list), list)]),
  ) as Pick<Summary, ChosenList>
  const next: Summary = {
    ...present,
    ...lists,
    ...(found.totals && { totals: totalsOf(found.totals, found, lists) }),
    ...(found.conversations && {
      conversations: found.conversations.map((one) =>
        settledBy(one, { ...present, ...lists }, found),
      ),
    }),
    changes: { found, headline: byHand, items },
  }
  if (byHand !== null) return { ...next, headline: byHand }
  if (items.length === 0) return { ...next, headline: found.headline }
  const subjects = (found.conversations ?? []).flatMap(({ words = [] }) => words).slice(0, 3)
  return {
    ...next,
    headline: ofPart(headlineOf(speech, headlineParts(next, { people, subjects, speech }))),
  }
}

const choicesOf = (
  items: readonly ItemChoice[],
  list: ChosenList,
): ReadonlyMap<string, ItemChoice> =>
  new Map(items.filter((each) => each.list === list).map((each) => [each.item, each]))

/** The later choice of an item counts; one that says nothing takes back what was said. */
function merged(known: readonly ItemChoice[], news: readonly ItemChoice[]): ItemChoice[] {
  const all = new Map([...known, ...news].map((each) => [`${each.list} ${each.item}`, each]))
  return [...all.values()].filter(
    ({ leftOut, text, owner, due }) =>
      Boolean(leftOut) || text !== undefined || owner !== undefined || due !== undefined,
  )
}

const isAdded = (item: string): boolean => !/^\d/.test(item)

function check(choice: ItemChoice, found: number, choices: number): void {
  const { list, item, text, owner, due } = choice
  const isThere = isAdded(item) ? text !== undefined : Number(item) <= found
  const fits = list === 'actionItems' || (owner === undefined && due === undefined)
  if (!isThere || !fits || choices > choiceLimits.maxChoices) throw new UnknownItem(choice)
}

function chosen(
  found: readonly Item[],
  choices: ReadonlyMap<string, ItemChoice>,
  list: ChosenList,
): Item[] {
  const kept = found.flatMap((item, index) => {
    const choice = choices.get(String(index + 1))
    if (choice === undefined) return [item]
    return choice.leftOut === true ? [] : [edited(item, choice)]
  })
  const added = [...choices.values()]
    .filter(({ item, leftOut }) => isAdded(item) && leftOut !== true)
    .map((choice) => edited(newItem(list), choice, 'added'))
  // What is possible stands behind what is certain, which an edited or added item is.
  return [...kept, ...added].toSorted((one, other) => rank(one) - rank(other))
}

const rank = ({ certainty }: { certainty?: Certainty | undefined }): number =>
  certainty === 'possible' ? 1 : 0

function newItem(list: ChosenList): Item {
  const item: SummaryItem = { text: '', author: '', at: null, messageId: '', messageNumber: 0 }
  return list === 'actionItems' ? { ...item, kind: 'commitment', owner: null, due: null } : item
}

/** Who words an item is sure of it; what the telling message replied to is no longer quoted before it. */
function edited<One extends Item>(
  item: One,
  { text, owner, due }: ItemChoice,
  byHand: 'edited' | 'added' = 'edited',
): One {
  const { about, ...rest } = item as One & { about?: unknown }
  return {
    ...rest,
    ...(about !== undefined && text === undefined && { about }),
    ...(text !== undefined && { text }),
    ...(owner !== undefined && { owner }),
    ...(due !== undefined && {
      due: due === null ? null : ({ words: due, date: due } satisfies ActionItem['due']),
    }),
    certainty: 'found',
    byHand,
  } as unknown as One
}

type Lists = Pick<Summary, ChosenList>
type Totals = NonNullable<Summary['totals']>

/** The totals count items that the lists do not hold, too; those are as they were. */
function totalsOf(totals: Totals, found: Lists, lists: Lists): Totals {
  const both = (list: 'decisions' | 'actionItems') => {
    const grown = (kind: Certainty): number =>
      Math.max(0, totals[list][kind] + countOf(lists[list], kind) - countOf(found[list], kind))
    return { found: grown('found'), possible: grown('possible') }
  }
  const questions = lists.openQuestions.length - found.openQuestions.length
  return {
    ...totals,
    decisions: both('decisions'),
    actionItems: both('actionItems'),
    openQuestions: Math.max(0, totals.openQuestions + questions),
  }
}

const countOf = (
  items: readonly { certainty?: Certainty | undefined }[],
  kind: Certainty,
): number => items.filter((item) => (item.certainty ?? 'found') === kind).length

/** How a conversation ended, where what it ended with was left out. */
function settledBy(conversation: Conversation, now: Summary, found: Lists): Conversation {
  const rows = new Set(conversation.messages)
  const holds = (items: readonly SummaryItem[] = []): boolean =>
    items.some(({ messageNumber }) => rows.has(messageNumber))
  const kinds = [
    ['decision', 'decisions'],
    ['action', 'actionItems'],
    ['open', 'openQuestions'],
  ] as const
  const [, list] = kinds.find(([ended]) => ended === conversation.ended) ?? []
  if (list === undefined || !holds(found[list]) || holds(now[list])) return conversation
  const other = kinds.find(([, each]) => holds(now[each]))?.[0]
  return { ...conversation, ended: other ?? (holds(now.answered) ? 'answered' : 'talk') }
}
