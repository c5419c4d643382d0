import type { Called } from './names.ts'

const questionMark = /\?(?:\s|$|[)'"])/
const questionWord =
  /^(?:\S+[:,] )?(?:so |and |but |hi |hey |hello |ok )*(?:how|what|where|why|who|when|which|anyone|anybody|does|do|is|are|can|could|should|has|have|did|will|would|any ?one|any)\b/i
const greeting =
  /^\W*(?:hi|hello|hey|hiya|howdy|good (?:morning|evening|afternoon|day)|morning|evening|greetings|hola|yo|sup)\b/i
const thanks = /\b(?:thanks?|thx|thank you|ty|cheers|tnx|danke|merci|gracias)\b/i
const shortReply =
  /^\W*(?:yes|yeah|yep|yup|no|nope|nah|ok|okay|k|lol|haha\w*|heh\w*|sure|right|hmm+|oh|ah|true|np|cool|nice|well|i see|exactly|indeed|what|really|why|sorry|done)\b/i
const welcome = /\b(?:np|no prob\w*|you'?re welcome|yw|welcome|good luck)\b/i
const tokens = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'._/+-]*[\p{L}\p{M}\p{N}]|[\p{L}\p{N}]/gu
const maxText = 1_000

const stops = new Set(
  `the a an i you he she it we they me my your his its our their this that these those is are was were be
  been am do does did have has had will would can could should may might must to of in on at for with from
  by as and or but if so not no yes n't just what how why where when who which there here then than too
  very get got go it's i'm don't any some all im u ok about like know use using up out one want need try
  now only also more think them him her thats because dont cant`.split(/\s+/),
)

/** One spoken line, as the reader of links sees it. */
export interface SpokenLine {
  /** Position among all lines of the room, from 0. */
  index: number
  /** Position among the spoken ones, from 0. */
  spoken: number
  author: string
  /** Minutes since 1970; null when nothing tells the time. */
  minute: number | null
  /** Who is spoken to by name, if that person has spoken before. */
  to: string | null
  named: ReadonlySet<string>
  words: ReadonlySet<string>
  wordCount: number
  asks: boolean
  asksByWord: boolean
  greets: boolean
  thanks: boolean
  short: boolean
  welcomes: boolean
  isBot: boolean
  isCommand: boolean
  /** Index of the first line of its conversation. */
  conversation: number
  /** Begins a conversation. */
  starts: boolean
  /** Author of the line it answers, or null. */
  answers: string | null
  /** Lines of others that answer it so far. */
  replies: number
}

/** What a line shows by itself; where it belongs is found out later. */
export function spokenLine(
  text: string,
  place: { index: number; spoken: number; author: string; at: number | null; isBot: boolean },
  called: Called,
  { hasSpoken, isName }: { hasSpoken(person: string): boolean; isName(word: string): boolean },
): SpokenLine {
  const cut = text.slice(0, maxText)
  const words = cut.toLowerCase().match(tokens) ?? []
  const to = called.to !== null && hasSpoken(called.to) ? called.to : null
  const behindName = to === null ? cut : cut.slice(called.rest)
  return {
    index: place.index,
    spoken: place.spoken,
    author: place.author,
    minute: place.at === null ? null : Math.floor(place.at / 60_000),
    to,
    named: called.named,
    words: new Set(words.filter((word) => word.length > 1 && !stops.has(word) && !isName(word))),
    wordCount: words.length,
    asks: questionMark.test(cut),
    asksByWord: questionWord.test(cut),
    greets: greeting.test(cut),
    thanks: words.length < 12 && thanks.test(cut),
    short: shortReply.test(behindName),
    welcomes: words.length < 8 && welcome.test(cut),
    isBot: place.isBot,
    isCommand: cut.startsWith('!'),
    conversation: place.index,
    starts: false,
    answers: null,
    replies: 0,
  }
}
