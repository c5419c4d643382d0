import type { PeopleSuggestion, Person } from '../contract/people.ts'
import { peopleLimits } from '../contract/limits.ts'
import { byMessages } from './gather.ts'

/** Names that chat programs give to whoever has none; two of them are no sign of one person. */
const anonymous =
  /^(?:guest|user|webchat|mibbit|unknown|anonymous|anon|gast|invité|deleted|deletedaccount|member|somebody|nobody|root|admin|test|bot|slackbot|github|you)$/
/** What people add to a nick while they are away, at work or on a second device. */
const additions =
  /(?:[|\-_[{(`^]+(?:away|afk|off|work|home|phone|mobile|mob|laptop|web|zzz|sleep|lunch|brb|busy|m|m2|android|ios)?[\]})`^]*)+$/u
const shortest = 3
/** Suggestions in one answer. */
const maxSuggestions = 50

/** Without case, accents and brackets behind it: "Ann Lee (Sales)" is "ann lee". */
const folded = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\s+[([{].*$/u, '')
    .trim()

/** "ann_", "Ann|away" and "ann" are "ann"; "Lee, Ann", "ann.lee" and "Ann Lee" are "ann lee". */
function spellingsOf(name: string): string[] {
  const plain = folded(name.replace(/^[@~+%&]+/, ''))
  // A number of a telephone is nobody's name, and an address of mail is one before its @.
  if (/^[+\d][\d\s()./-]*$/.test(plain)) return []
  const local = plain.replace(/@[^\s@]+\.[^\s@]+$/, '')
  const stem = local.replace(additions, '') || local
  const words = stem.split(/[\s.,_\-–]+/u).filter((word) => word !== '')
  return [words.sort().join(' '), words.length > 1 ? '' : stem].filter(
    (key) => key.length >= shortest && !anonymous.test(key.replace(/\d+$/, '')),
  )
}

/** "ann2" where somebody is "ann"; alone it is a name like any other. */
const withoutNumber = (spelling: string): string => spelling.replace(/(?<=\p{L})\d$/u, '')

/** Sets that grow together. */
class Unions {
  readonly #parent = new Map<number, number>()

  find(index: number): number {
    let root = index
    for (let up = this.#parent.get(root); up !== undefined; up = this.#parent.get(root)) root = up
    if (root !== index) this.#parent.set(index, root)
    return root
  }

  join(one: number, other: number): void {
    const [a, b] = [this.find(one), this.find(other)]
    if (a !== b) this.#parent.set(Math.max(a, b), Math.min(a, b))
  }
}

const add = (map: Map<string, Set<number>>, key: string, index: number): void => {
  const known = map.get(key)
  if (known === undefined) map.set(key, new Set([index]))
  else known.add(index)
}

/**
 * People who may be one: by names that differ in spelling alone, and by a first name that one full name only
 * begins with. In one pass over all of them.
 *
 * @param apart pairs of ids of which it is known that they are others
 * @returns those with the most messages first; the first of each is whom the others would join
 */
export function suggestPeople(
  people: readonly Person[],
  apart: readonly (readonly [string, string])[],
): PeopleSuggestion[] {
  const bySpelling = new Map<string, Set<number>>()
  const byFirstName = new Map<string, Set<number>>()
  people.forEach((person, index) => {
    for (const name of new Set([person.name, ...person.names])) {
      for (const key of spellingsOf(name)) add(bySpelling, key, index)
      const words = folded(name).split(/\s+/u)
      const [first = ''] = words
      if (words.length > 1 && first.length >= shortest) add(byFirstName, first, index)
    }
  })
  const spelled = new Unions()
  const isCommon = (group: ReadonlySet<number>): boolean => group.size > peopleLimits.maxSuggested
  for (const [key, group] of bySpelling) {
    const bare = withoutNumber(key)
    const whole = bare === key ? undefined : bySpelling.get(bare)
    const members = [...group, ...(whole ?? [])]
    if (isCommon(new Set(members))) continue
    for (const other of members) spelled.join(members[0] ?? other, other)
  }
  const isApart = apartIn(apart)
  const groups = groupsOf(people, spelled).map((members) => ({
    reason: 'spelling' as const,
    people: withoutOthers(members, isApart),
  }))
  const taken = new Set(groups.flatMap((one) => (one.people.length > 1 ? one.people : [])))
  const firstNames = [...byFirstName].flatMap(([first, full]): PeopleSuggestion[] => {
    const nicks = bySpelling.get(first)
    if (full.size !== 1 || nicks === undefined || isCommon(nicks)) return []
    const members = [...new Set([...full, ...nicks])].flatMap((index) => people[index] ?? [])
    const free = members.filter((person) => !taken.has(person))
    return [{ reason: 'first_name', people: withoutOthers(free, isApart) }]
  })
  return [...groups, ...firstNames]
    .filter((one) => one.people.length > 1)
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, maxSuggestions)
}

const weight = ({ people }: PeopleSuggestion): number =>
  people.reduce((sum, { messageCount }) => sum + messageCount, 0)

function groupsOf(people: readonly Person[], unions: Unions): Person[][] {
  const groups = new Map<number, Person[]>()
  people.forEach((person, index) => {
    const root = unions.find(index)
    const group = groups.get(root)
    if (group === undefined) groups.set(root, [person])
    else group.push(person)
  })
  return [...groups.values()].filter(
    ({ length }) => length > 1 && length <= peopleLimits.maxSuggested,
  )
}

type AreOthers = (one: Person, other: Person) => boolean

function apartIn(apart: readonly (readonly [string, string])[]): AreOthers {
  const others = new Map<string, Set<string>>()
  for (const [one, other] of apart) {
    for (const [a, b] of [
      [one, other],
      [other, one],
    ] as const) {
      others.set(a, (others.get(a) ?? new Set()).add(b))
    }
  }
  // A pair was named when both were whole; either may be a part by now.
  return (one, other) =>
    one.parts.some(({ personOid }) => {
      const known = others.get(personOid)
      return known !== undefined && other.parts.some((part) => known.has(part.personOid))
    })
}

/** Most messages first, without those who are others than one before them, and without programs beside people. */
function withoutOthers(members: readonly Person[], areOthers: AreOthers): Person[] {
  const kept: Person[] = []
  for (const person of [...members].sort(byMessages)) {
    const [first] = kept
    if (first !== undefined && first.isBot !== person.isBot) continue
    if (!kept.some((one) => areOthers(one, person))) kept.push(person)
  }
  return kept
}
