import type { ParticipantStatistics } from '../contract/statistics.ts'
import type { Conversation, Summary } from '../contract/summary.ts'
import { englishStops, otherStops, vagueTopics } from '../summary/extractive/stop-words.ts'
import { spokenText } from '../summary/extractive/talk.ts'
import { wordsOf } from '../summary/extractive/words.ts'
import type { StoredMessage } from '../ports/message.ts'

const MAX_WORDS = 3
const SHORTEST = 3

/** Days and months say when, and what was sent says how, and never what it was about. */
const emptyWords = new Set(
  `monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
  january february march april may june july august september october november december
  jan feb mar apr jun jul aug sep sept oct nov dec
  montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar märz mai juni juli
  oktober dezember lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril juin
  juillet août septembre octobre novembre décembre lunes martes miércoles jueves viernes sábado domingo
  enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre segunda terça
  quarta quinta sexta janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
  uploaded commented posted shared file files link links photo photos
  today tomorrow yesterday tonight heute morgen gestern hoy mañana ayer hoje amanhã ontem`.split(
    /\s+/,
  ),
)
const digits = /\p{N}/u

/** Words that name no subject in any room: grammar, fillers, days, numbers. */
export const isFiller = (stem: string, spelling: string): boolean =>
  stem.length < SHORTEST ||
  digits.test(spelling) ||
  englishStops.has(stem) ||
  vagueTopics.has(stem) ||
  emptyWords.has(spelling) ||
  otherStops.some((stops) => stops.has(stem))

/** The names by which the people of a room are called. */
export const calledNames = (
  people: readonly Pick<ParticipantStatistics, 'author' | 'sourceNames'>[],
): string[] => people.flatMap(({ author, sourceNames = [] }) => [author, ...sourceNames])

/** Tells whether a word, in lower case, is part of the name of somebody in the room. */
export function namesOf(authors: Iterable<string>): (word: string) => boolean {
  const names = new Set<string>()
  for (const author of authors) {
    const name = author.trim().toLowerCase()
    names.add(name)
    for (const word of name.split(/[^\p{L}\p{M}\p{N}'’]+/u)) if (word.length > 1) names.add(word)
  }
  return (word) => names.has(word.replace(/['’]s$/, ''))
}

interface Counted {
  count: number
  spelling: string
}

/** Adds to conversations the words that most of their messages share: what they were about. */
export class SubjectWords {
  readonly #conversations: readonly Conversation[]
  readonly #isName: (word: string) => boolean
  readonly #ofRow = new Map<number, number>()
  readonly #words: Map<string, Counted>[]

  constructor(conversations: readonly Conversation[], isName: (word: string) => boolean) {
    this.#conversations = conversations
    this.#isName = isName
    this.#words = conversations.map(() => new Map())
    for (const [index, { messages }] of conversations.entries()) {
      for (const row of messages) this.#ofRow.set(row, index)
    }
  }

  add(message: StoredMessage): void {
    const words = this.#words[this.#ofRow.get(message.number) ?? -1]
    if (words === undefined || message.kind !== 'message') return
    const spoken = spokenText(message.text)
    const seen = new Set<string>()
    for (const { stem, start, end } of wordsOf(spoken)) {
      const spelling = spoken.slice(start, end).toLowerCase()
      if (seen.has(stem) || isFiller(stem, spelling) || this.#isName(spelling)) continue
      seen.add(stem)
      const known = words.get(stem)
      if (known === undefined) words.set(stem, { count: 1, spelling })
      else known.count += 1
    }
  }

  /** The conversations with their words; the first said goes first among those as frequent. */
  result(): NonNullable<Summary['conversations']> {
    return this.#conversations.map((conversation, index) => ({
      ...conversation,
      words: [...(this.#words[index]?.values() ?? [])]
        .sort((a, b) => b.count - a.count)
        .slice(0, MAX_WORDS)
        .map(({ spelling }) => spelling),
    }))
  }
}
