/** Words that are also names of people in chats, and stand for nobody when they begin a line. */
const ordinary = new Set(
  `hello hi hey thanks please sorry well yeah okay ok sure right maybe cool nice lol all everyone
  everybody anyone anybody someone people team guys folks channel here windows time user root test help
  dude man linux ubuntu the and but for you not are was this that with have from they what when where who
  why how can could would should will may mark bill art grace hope will sunny no yes so if or as at be do
  he in is it me my of on to up us we go an am by don und der die das ich du wir ihr ja nein aber doch mal
  que les des une pour est pas oui non los las para por con una eso esto sim não mas`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/** Whom a line speaks to. People are told apart by their key (`authorKey`). */
export interface Called {
  /** The person whose name the line begins with, or null. */
  to: string | null
  /** Where the words behind that name go on. */
  rest: number
  /** Everybody who is named, the addressed one among them. */
  named: ReadonlySet<string>
}

const nobody: ReadonlySet<string> = new Set()
const beginsWithName = /^@?([^\s:,;]{2,32})\s*[:,;>]+(?:\s|$)/
const beginsWithWord = /^@?([^\s,:;]{2,32})/
// A word of a name is whatever stands between these; nicks hold all other signs.
const wordStart = /[^\s,:;!?()<>"]/g
const wordEnd = /[\s,:;!?()<>"]/g
const phoneNumber = /^[+\d][\d\s()./‑-]{6,}$/

const bareWord = (word: string): string =>
  /[@.'’]/.test(word) ? word.replace(/^@/, '').replace(/(?:['’]s)?[.]*$/, '') : word

/** Finds people of a room in what is written: `nick:`, `@First Last`, `@49 170 ...`, a bare name. */
export class Names {
  /** Lower-case name to the person; null if it is the name of two. */
  readonly #keys = new Map<string, string | null>()
  /** First word of names of several words to these names, longest first. */
  readonly #longer = new Map<string, string[]>()
  readonly #known = new Set<string>()
  readonly #otherNames = new Set<string>()

  add(author: string, authorKey: string): void {
    if (this.#known.has(authorKey)) return
    this.#known.add(authorKey)
    this.#learn(author, authorKey)
  }

  /** One more name of somebody who has been added. */
  addName(name: string, authorKey: string): void {
    if (this.#otherNames.has(name)) return
    this.#otherNames.add(name)
    this.#learn(name, authorKey)
  }

  #learn(author: string, authorKey: string): void {
    // A role in brackets is no part of a name: "Joana (support)".
    const name = author
      .trim()
      .toLowerCase()
      .replace(/\s*[([].*$/u, '')
    if (name === '') return
    this.#call(name, authorKey)
    if (phoneNumber.test(name)) this.#call(name.replace(/\D/g, ''), authorKey)
    const words = name.split(/\s+/)
    const first = words[0]
    if (words.length < 2 || first === undefined) return
    const longer = [...(this.#longer.get(first) ?? []), name]
    this.#longer.set(
      first,
      longer.sort((a, b) => b.length - a.length),
    )
    for (const word of words) if (/^[\p{L}\p{M}'’-]{3,}$/u.test(word)) this.#call(word, authorKey)
  }

  /** Whether somebody of the room goes by this word. */
  isName(word: string): boolean {
    return this.#keys.has(word) && !ordinary.has(word)
  }

  /** @param own - Key of the speaker, who never calls themselves. */
  calledIn(text: string, own: string): Called {
    const named = new Set<string>()
    const first = this.#addressed(text, own)
    if (first.key !== null) named.add(first.key)
    const lower = text.toLowerCase()
    if (lower.includes('@')) {
      for (let at = lower.indexOf('@'); at >= 0; at = lower.indexOf('@', at + 1)) {
        const key = this.#atSign(lower, at + 1)?.key
        if (key !== undefined && key !== own) named.add(key)
      }
    }
    wordStart.lastIndex = 0
    while (wordStart.test(lower)) {
      const from = wordStart.lastIndex - 1
      wordEnd.lastIndex = from
      const to = wordEnd.test(lower) ? wordEnd.lastIndex - 1 : lower.length
      wordStart.lastIndex = to
      if (to - from < 3) continue
      const word = lower.slice(from, to)
      const key = this.#keys.get(bareWord(word))
      if (key !== undefined && key !== null && key !== own && !ordinary.has(bareWord(word))) {
        named.add(key)
      }
    }
    return {
      to: first.key,
      rest: first.rest,
      named: named.size === 0 ? nobody : named,
    }
  }

  #addressed(text: string, own: string): { key: string | null; rest: number } {
    if (text.startsWith('@')) {
      const found = this.#atSign(text.slice(0, 200).toLowerCase(), 1)
      if (found !== null && found.key !== own) return found
    }
    const marked = beginsWithName.exec(text)
    const word = (marked ?? beginsWithWord.exec(text))?.[1]?.toLowerCase() ?? ''
    const key = this.#keys.get(word)
    if (key === undefined || key === null || key === own) return { key: null, rest: 0 }
    if (marked !== null) return { key, rest: marked[0].length }
    if (word.length < 4 || ordinary.has(word)) return { key: null, rest: 0 }
    return { key, rest: word.length }
  }

  /** The person of the longest name behind an `@`. */
  #atSign(lower: string, from: number): { key: string; rest: number } | null {
    const word = /^[^\s,:;!?()<>"]{2,64}/.exec(lower.slice(from, from + 64))?.[0] ?? ''
    for (const name of this.#longer.get(word) ?? []) {
      const key = lower.startsWith(name, from) ? this.#keys.get(name) : null
      if (key !== undefined && key !== null) return { key, rest: from + name.length }
    }
    for (const bare of [word, word.replace(/[.'’-]+.*$/, '')]) {
      const key = this.#keys.get(bare)
      if (key !== undefined && key !== null) return { key, rest: from + bare.length }
    }
    return null
  }

  #call(name: string, authorKey: string): void {
    const known = this.#keys.get(name)
    this.#keys.set(name, known === undefined || known === authorKey ? authorKey : null)
  }
}
