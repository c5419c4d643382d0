import type { Summary } from '../contract/summary.ts'

/** A first name of fewer letters is a word or a mark more often than a person. */
const leastLength = 3
const letter = /[\p{L}\p{N}]/u

/**
 * The summary of a model with aliases for the names of people in all that it has written; quotes stay.
 *
 * @param aliases by the names of people
 */
export function withoutNames(summary: Summary, aliases: ReadonlyMap<string, string>): Summary {
  const names = namesOf(aliases)
  const plain = (text: string): string => replaced(text, names)
  const item = <Item extends { text: string }>(one: Item): Item => ({
    ...one,
    text: plain(one.text),
  })
  const { answered, conversations } = summary
  return {
    ...summary,
    headline: plain(summary.headline),
    keyPoints: summary.keyPoints.map(item),
    decisions: summary.decisions.map(item),
    actionItems: summary.actionItems.map(item),
    openQuestions: summary.openQuestions.map(item),
    ...(answered === undefined ? {} : { answered: answered.map(item) }),
    ...(conversations === undefined
      ? {}
      : {
          conversations: conversations.map((one) =>
            one.title === undefined ? one : { ...one, title: plain(one.title) },
          ),
        }),
  }
}

/** Names and first names that are one person's alone, longest first, so that none is replaced within another. */
function namesOf(aliases: ReadonlyMap<string, string>): [string, string][] {
  const found = new Map<string, string | null>(aliases)
  for (const [name, alias] of aliases) {
    const [first = ''] = name.split(/\s+/)
    if (first === name || first.length < leastLength) continue
    const other = found.get(first)
    found.set(first, other === undefined || other === alias ? alias : null)
  }
  return [...found]
    .filter((entry): entry is [string, string] => entry[1] !== null && entry[0] !== '')
    .sort(([a], [b]) => b.length - a.length)
}

function replaced(text: string, names: readonly (readonly [string, string])[]): string {
  let rest = text
  for (const [name, alias] of names) {
    let kept = ''
    let from = 0
    for (let at = rest.indexOf(name); at >= 0; at = rest.indexOf(name, at + name.length)) {
      const end = at + name.length
      const isWord = !letter.test(rest[at - 1] ?? ' ') && !letter.test(rest[end] ?? ' ')
      if (!isWord) continue
      kept += rest.slice(from, at) + alias
      from = end
    }
    rest = kept + rest.slice(from)
  }
  return rest
}
