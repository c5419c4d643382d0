import { englishStops, otherStops } from '../../extractive/stop-words.ts'
import { closings } from '../../extractive/phrases.ts'
import { wordsOf } from '../../extractive/words.ts'
import { calendarWordsIn, names } from './calendar-words.ts'
import { decided, isBorne } from './claims.ts'
import type { Shown } from './shown.ts'

/** Least share of the words with a meaning that an item takes from its messages. */
const leastShare = 0.25
const rowName = /(?<![\p{L}\p{N}])m\d{1,9}(?!\p{N})/giu
/** Not "v2" and "A0": these are names. */
const number = /(?<![\p{L}\p{Nd}])\p{Nd}+(?:[.,:\u00a0\u202f'’]\p{Nd}+)*/gu
const thousand = /(?<=\d)\s?k\b/gi

const countWords: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'two zwei deux dos dois duas',
    'three drei trois tres três',
    'four vier quatre cuatro quatro',
    'five fünf cinq cinco',
    'six sechs seis',
    'seven sieben sept siete sete',
    'eight acht huit ocho oito',
    'nine neun neuf nueve nove',
    'ten zehn dix diez dez',
    'eleven elf onze once',
    'twelve zwölf douze doce doze dozen dutzend',
  ].flatMap((words, at) => words.split(' ').map((word) => [word, String(at + 2)])),
)

/** Digits of the numbers in a text, without marks between them and zeros before them. */
function numbersIn(text: string): string[] {
  const plain = text.replace(rowName, ' ').replace(thousand, '000')
  return (plain.match(number) ?? []).map(bare)
}
const bare = (digits: string): string => digits.replace(/\P{Nd}/gu, '').replace(/^0+(?=\d)/, '')

/** Stems of the words of a text that carry meaning. */
export function meaningIn(text: string): Set<string> {
  const stems = new Set(wordsOf(text).map(({ stem }) => stem))
  for (const stem of stems) {
    if (stem === '' || englishStops.has(stem) || otherStops.some((stops) => stops.has(stem))) {
      stems.delete(stem)
    }
  }
  return stems
}

/** What some messages say, against which the words of a model are held. */
export class Grounds {
  readonly text: string
  readonly #authors: ReadonlySet<string>
  readonly #numbers = new Set<string>()
  readonly #stems: Set<string>
  readonly #roots: Set<string>

  constructor(messages: readonly Pick<Shown, 'author' | 'text'>[]) {
    this.text = messages.map(({ text }) => text).join('\n')
    this.#authors = new Set(messages.map(({ author }) => author.toLowerCase()))
    this.#stems = meaningIn(this.text)
    for (const author of this.#authors) for (const stem of meaningIn(author)) this.#stems.add(stem)
    this.#roots = new Set([...this.#stems].map(rootOf))
    // "2026-03-04", "12:30" and "v2" also hold the numbers between their marks.
    for (const [digits] of this.text.matchAll(/\p{Nd}+/gu)) this.#numbers.add(bare(digits))
    for (const digits of numbersIn(this.text)) this.#numbers.add(digits)
    for (const [word] of this.text.toLowerCase().matchAll(/\p{L}+/gu)) {
      const count = countWords[word]
      if (count !== undefined) this.#numbers.add(count)
    }
  }

  /** Whether a text speaks of what the messages speak of. One without meaningful words has to be quoted. */
  shares(text: string): boolean {
    const stems = meaningIn(text)
    if (stems.size === 0)
      return this.text.toLowerCase().includes(text.toLowerCase().replace(/[.!?]+$/, ''))
    let shared = 0
    for (const stem of stems) if (this.#stems.has(stem) || this.#roots.has(rootOf(stem))) shared++
    return shared > 0 && shared >= stems.size * leastShare
  }

  /** Whether all numbers, days and months of a text are those of the messages, or of `counts`. */
  holds(text: string, counts: ReadonlySet<string> = new Set()): boolean {
    return (
      numbersIn(text).every((digits) => this.#numbers.has(digits) || counts.has(digits)) &&
      calendarWordsIn(text).every((day) => names(this.text, day))
    )
  }

  /** Whether a person speaks or is named in the messages. */
  has(person: string): boolean {
    const name = person.toLowerCase()
    if (this.#authors.has(name)) return true
    const [first = name] = name.split(/\s+/)
    return (
      wholeWord(this.text.toLowerCase(), name) ||
      (first.length > 2 && wholeWord(this.text.toLowerCase(), first))
    )
  }

  /** Whether the people whom a text names are there. */
  hasPeopleOf(text: string, people: Iterable<string>): boolean {
    for (const person of people) {
      // A nick in small letters may be any word.
      if (/^\p{Lu}/u.test(person) && wholeWord(text, person) && !this.has(person)) return false
    }
    return true
  }

  /** Whether the messages say themselves that a matter is closed. */
  get closes(): boolean {
    return closings.test(this.text) || decided.test(this.text)
  }

  bears(text: string): boolean {
    return isBorne(text, this.text)
  }
}

const rootLength = 5
/** Endings change from sentence to sentence, in many languages more than in English. */
const rootOf = (stem: string): string => stem.slice(0, rootLength)

const letter = /[\p{L}\p{N}]/u
function wholeWord(text: string, word: string): boolean {
  if (word === '') return false
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!letter.test(text[at - 1] ?? ' ') && !letter.test(text[at + word.length] ?? ' '))
      return true
  }
  return false
}
