import type { PersonRole } from '../../contract/people.ts'
import type { StoredMessage } from '../../ports/message.ts'
import { addressee, mentionsIn } from './talk.ts'
import { wordsOf } from './words.ts'

const maxPeople = 200_000
/** Share of messages that call somebody by name, in rooms where that says who is answered. */
const callingShare = 0.15
const bot =
  /(?:^|[\s_.-])bot(?:$|[\s_.-])|(?<!(?:^|\s)(?:ab|cab?|tal|tur))bot\d*$|\[bot\]|^(?:slackbot|supybot|ubottu|ubotu|github|jenkins|travis)/i
/** Discord tells people of one name apart by four digits. */
const discriminator = /#\d{4}$/

interface Person {
  author: string
  messages: number
  role: PersonRole | undefined
  /** Other names under which the source has had them. */
  sourceNames: Set<string> | null
}

/** Whose answers are told as the load of a room. */
export interface Answerers {
  /** The team alone, because people have said who that is; else everybody but guests. */
  isTeam: boolean
  /** By the name that is shown. */
  includes(author: string): boolean
}

/** Who speaks in a room, how much, and by which names the others call them. */
export class People {
  /** Messages that call somebody by name, of all messages. */
  addressed = 0
  messages = 0
  readonly #byKey = new Map<string, Person>()
  /** Lower-case name to the name that is shown; null if two people share it. */
  readonly #names = new Map<string, string | null>()
  readonly #nickStems = new Set<string>()
  readonly #nameStems = new Set<string>()

  add(message: StoredMessage): void {
    this.messages++
    const { author, authorKey, role, sourceName } = message
    let person = this.#byKey.get(authorKey)
    if (person === undefined) {
      if (this.#byKey.size >= maxPeople) return
      person = { author, messages: 0, role, sourceNames: null }
      this.#byKey.set(authorKey, person)
      this.#learn(author, author)
    }
    person.messages++
    if (sourceName === undefined || person.sourceNames?.has(sourceName)) return
    person.sourceNames = (person.sourceNames ?? new Set()).add(sourceName)
    this.#learn(sourceName, author)
  }

  /** One name of a person. */
  #learn(called: string, author: string): void {
    const name = called.trim().toLowerCase()
    this.#call(name, author)
    const words = wordsOf(name)
    for (const { stem } of words) this.#nameStems.add(stem)
    if (words.length === 1 && words[0] !== undefined) this.#nickStems.add(words[0].stem)
    const first = /^[\p{L}\p{M}]{3,}(?=\s)/u.exec(name)?.[0]
    if (first !== undefined) this.#call(first, author)
  }

  get size(): number {
    return this.#byKey.size
  }

  /** True where so many messages call somebody that those which do not are no answer to a question. */
  get callEachOther(): boolean {
    return this.addressed > this.messages * callingShare
  }

  /** `isName` to hand on. */
  readonly isCalled = (name: string): boolean => this.#names.has(name)

  isName(name: string): boolean {
    return this.#names.has(name)
  }

  /**
   * Stems of names that are one word. In a room where people call each other they would outweigh
   * every subject; names of several words are left alone, because they may be roles.
   */
  get nickStems(): ReadonlySet<string> {
    return this.#nickStems
  }

  /** Stems of every word of every name. */
  get nameStems(): ReadonlySet<string> {
    return this.#nameStems
  }

  /** The one person of a name, or null. */
  named(name: string): string | null {
    return this.#names.get(name.toLowerCase()) ?? null
  }

  /** Names of the people that a message speaks to, lower case. */
  calledBy(text: string): string[] {
    const called = mentionsIn(text).filter((name) => this.isName(name))
    const first = addressee(text, (name) => this.isName(name))
    if (first !== null) called.push(first.name.toLowerCase())
    return called
  }

  /** Most messages first. */
  ranked(limit: number): { author: string; messages: number }[] {
    return [...this.#byKey.values()]
      .sort((a, b) => b.messages - a.messages || (a.author < b.author ? -1 : 1))
      .slice(0, limit)
      .map(({ author, messages }) => ({ author, messages }))
  }

  answerers(): Answerers {
    const of = (wanted: PersonRole): Set<string> =>
      new Set(
        [...this.#byKey.values()].filter(({ role }) => role === wanted).map(({ author }) => author),
      )
    const team = of('team')
    if (team.size > 0) return { isTeam: true, includes: (author) => team.has(author) }
    const guests = of('guest')
    return { isTeam: false, includes: (author) => !guests.has(author) }
  }

  #call(name: string, author: string): void {
    if (name === '') return
    const known = this.#names.get(name)
    this.#names.set(name, known === undefined || known === author ? author : null)
  }
}

/**
 * True where people say that a program wrote it; where they say nothing, as the source says, or where it goes
 * by the name of one.
 */
export const isByProgram = ({
  role,
  isBot,
  author,
  sourceName = author,
}: Pick<StoredMessage, 'role' | 'isBot' | 'author' | 'sourceName'>): boolean =>
  role === undefined
    ? isBot === true || bot.test(sourceName.replace(discriminator, ''))
    : role === 'bot'
