/** What a bridge to another network passes on: who said it there, and what. */
export interface Bridged {
  author: string
  text: string
}

/** `<real> text`; matterbridge puts the network in front (`[telegram] <real> text`). */
const ANGLES = /^(?:\[[^\]\n]{1,40}\]\s?)?<\s?([^<>\n]{1,100}?)\s?>:?(?:[ \t](.*)|)$/s
/** `[real] text`, which feeds and bots write too. */
const SQUARES = /^\[([^\][\n]{1,100})\]:? (.*)$/s
/** Bridges put these into names, so that nobody is called by what he says himself. */
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff]/g

const named = (match: RegExpExecArray | null): Bridged | null => {
  const author = (match?.[1] ?? '').replace(INVISIBLE, '').trim()
  return author === '' ? null : { author, text: match?.[2] ?? '' }
}

/** What a message passes on beyond doubt; null if it is nobody's but its own author's. */
export const bridgedIn = (text: string): Bridged | null => named(ANGLES.exec(text))

/** What a message of a nick passes on that a person has called a bridge. */
export const bridgedBy = (text: string): Bridged | null =>
  bridgedIn(text) ?? named(SQUARES.exec(text))
