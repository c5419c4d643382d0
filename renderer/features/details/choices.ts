import {
  chosenLists,
  type ChosenList,
  type ItemChoice,
  type Summary,
} from '../../../server/contract/summary.ts'

/** One item as it stands in the form: found by the engine, or added by a person. */
export interface ChoiceRow {
  list: ChosenList
  /** See `ItemChoice`. */
  item: string
  /** As the engine found it; null for one that a person has added. */
  found: ChoiceWords | null
  kept: boolean
  words: ChoiceWords
}

export interface ChoiceWords {
  text: string
  /** Empty where nobody is named, and in lists without owners. */
  owner: string
  /** `YYYY-MM-DD`, or empty. */
  due: string
}

const noWords: ChoiceWords = { text: '', owner: '', due: '' }

const wordsOf = (item: Summary[ChosenList][number]): ChoiceWords => ({
  text: item.text,
  owner: 'owner' in item ? (item.owner ?? '') : '',
  due: 'due' in item ? (item.due?.date?.slice(0, 10) ?? '') : '',
})

const withChoice = (words: ChoiceWords, { text, owner, due }: ItemChoice): ChoiceWords => ({
  text: text ?? words.text,
  owner: owner === undefined ? words.owner : (owner ?? ''),
  due: due === undefined ? words.due : (due ?? ''),
})

/** All items that a report found or was given, in the order of its lists, also those that were left out. */
export const rowsOf = (summary: Summary): ChoiceRow[] => {
  const choices = summary.changes?.items ?? []
  return chosenLists.flatMap((list) => {
    const ofList = choices.filter((choice) => choice.list === list)
    const known = (summary.changes?.found ?? summary)[list].map((item, index): ChoiceRow => {
      const oid = String(index + 1)
      const choice = ofList.find((each) => each.item === oid)
      const found = wordsOf(item)
      const words = choice === undefined ? found : withChoice(found, choice)
      return { list, item: oid, found, kept: choice?.leftOut !== true, words }
    })
    const added = ofList
      .filter(({ item }) => !/^\d/.test(item))
      .map((choice): ChoiceRow => {
        const words = withChoice(noWords, choice)
        return { list, item: choice.item, found: null, kept: choice.leftOut !== true, words }
      })
    return [...known, ...added]
  })
}

export const addedRow = (list: ChosenList, item: string): ChoiceRow => ({
  list,
  item,
  found: null,
  kept: true,
  words: noWords,
})

/** All that a row says of its item. An added one without words says nothing, so it is not there. */
const choiceOf = ({ list, item, found, kept, words }: ChoiceRow): ItemChoice => {
  const { text, owner, due } = {
    text: words.text.trim(),
    owner: words.owner.trim(),
    due: words.due,
  }
  if (found === null && text === '') return { list, item }
  const before = found ?? noWords
  return {
    list,
    item,
    ...(!kept && { leftOut: true }),
    ...(text !== before.text.trim() && text !== '' && { text }),
    ...(owner !== before.owner.trim() && { owner: owner === '' ? null : owner }),
    ...(due !== before.due && { due: due === '' ? null : due }),
  }
}

/** What leads from one form to the other: only items of which something else is said. */
export const changeBetween = (
  before: readonly ChoiceRow[],
  after: readonly ChoiceRow[],
): ItemChoice[] => {
  const oidOf = ({ list, item }: Pick<ChoiceRow, 'list' | 'item'>): string => `${list} ${item}`
  const saidOf = (rows: readonly ChoiceRow[]) =>
    new Map(rows.map((row) => [oidOf(row), JSON.stringify(choiceOf(row))]))
  const said = saidOf(before)
  const news = after.map(choiceOf).filter((choice) => {
    const known = said.get(oidOf(choice))
    const nothing = JSON.stringify({ list: choice.list, item: choice.item })
    return (known ?? nothing) !== JSON.stringify(choice)
  })
  const kept = saidOf(after)
  const gone = before.filter((row) => !kept.has(oidOf(row)))
  return [...news, ...gone.map(({ list, item }) => ({ list, item }))]
}
