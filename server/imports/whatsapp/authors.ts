import { nameWithoutMarks, withoutMarks } from './marks.ts'
import { isSystemText, quotesOpenly } from './words.ts'

/** How often a name stands in front of a colon. */
export interface Speaker {
  count: number
  /** The name up to its second colon, where all lines of the speaker share that; else null. */
  longer: string | null
}
/** By name without marks. */
export type Authors = ReadonlyMap<string, Speaker>

/** Names remembered; no group is larger. */
const MAX_AUTHORS = 20_000
/** Longest name with a colon inside, or with no space behind its colon, in characters. */
const MAX_NAME = 60

/** A colon, then marks, then one of the spaces that phones write. */
const OTHER_COLON = /:[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*[\u0020\u00a0\u202f\u2009]/

/** The first colon with a space behind it: where it stands (-1: nowhere), and where the text begins. */
export function colonIn(rest: string): { at: number; next: number } {
  const at = rest.indexOf(': ')
  if (at >= 0) return { at, next: at + 2 }
  const match = OTHER_COLON.exec(rest)
  return match ? { at: match.index, next: match.index + match[0].length } : { at: -1, next: -1 }
}

/** What stands in front of the first colon, space or not, if it may be a name. */
export function tightNameIn(rest: string): string | null {
  const colon = rest.indexOf(':')
  return colon > 0 && colon <= MAX_NAME ? rest.slice(0, colon) : null
}

/** A time, an address or the end of a sentence stands in front of a colon too. */
const isTightAuthor = (name: string, rest: string): boolean =>
  (!/\d$/.test(name) || /^\+?[\d\s()-]{7,}$/.test(name)) &&
  !/^https?$|[.!?]\s|\/\/?$/i.test(name) &&
  !isSystemText(withoutMarks(rest)) &&
  !quotesOpenly(name)

export interface AuthorSurvey {
  add(rest: string): void
  found(): Authors
}

/** Finds out who speaks in a chat, from what stands behind the heads of all its lines. */
export function authorSurvey(): AuthorSurvey {
  const authors = new Map<string, Speaker>()
  const tight = new Map<string, number>()

  function addTight(rest: string): void {
    const name = tightNameIn(rest)
    if (name === null || tight.size >= MAX_AUTHORS || !isTightAuthor(name, rest)) return
    const key = nameWithoutMarks(name)
    tight.set(key, (tight.get(key) ?? 0) + 1)
  }

  return {
    add(rest) {
      const { at: colon } = colonIn(rest)
      if (colon <= 0) {
        addTight(rest)
        return
      }
      const name = nameWithoutMarks(rest.slice(0, colon))
      const speaker = authors.get(name)
      if (speaker) {
        speaker.count++
        if (speaker.longer !== null && !rest.startsWith(`${speaker.longer}: `)) {
          speaker.longer = null
        }
      } else if (authors.size < MAX_AUTHORS) {
        authors.set(name, { count: 1, longer: longerName(rest, colon) })
      }
    },
    found() {
      for (const [name, count] of tight) {
        const speaker = authors.get(name)
        // One line alone may be a sentence of the app in a language whose words are not known.
        if (speaker) speaker.count += count
        else if (count > 1 || !/\s/.test(name)) authors.set(name, { count, longer: null })
      }
      tight.clear()
      return authors
    },
  }
}

function longerName(rest: string, colon: number): string | null {
  const next = rest.indexOf(': ', colon + 2)
  return next > 0 && next <= MAX_NAME ? rest.slice(0, next) : null
}
