import { estimateTokens } from './tokens.ts'

/** One message, ready to be sent. */
export interface Entry {
  /** Of the message; answers are kept under it. */
  id: string
  /** Number of the conversation that it belongs to. */
  conversation: number
  /** One line of JSON. */
  line: string
  tokens: number
}

/** What goes to a model in one call: whole conversations, as far as they fit. */
export interface Part {
  entries: Entry[]
  tokens: number
}

/** Tokens of the mark that tells where a conversation begins. */
const markTokens = 8

export const conversationName = (conversation: number): string => `c${conversation + 1}`

/** The lines of a part; the first line of each conversation names it, the lines behind it belong to it. */
export const linesOf = ({ entries }: Part): string[] =>
  entries.map(({ conversation, line }, at) =>
    entries[at - 1]?.conversation === conversation ? line : marked(line, conversation),
  )

const marked = (line: string, conversation: number): string =>
  `${line.slice(0, -1)},"conversation":${JSON.stringify(conversationName(conversation))}}`

export const tokensOf = (entries: readonly Entry[]): number =>
  entries.reduce(
    (sum, { tokens, conversation }, at) =>
      sum + tokens + (entries[at - 1]?.conversation === conversation ? 0 : markTokens),
    0,
  )

const partOf = (entries: Entry[]): Part => ({ entries, tokens: tokensOf(entries) })

/**
 * Fills parts with conversations, in their order. One that does not fit into what is left of a part
 * begins the next part, unless most of this one would stay empty or it fits into no part as a whole:
 * then it is continued in the next one. A message is never cut.
 */
export function packed(
  conversations: readonly (readonly Entry[])[],
  partTokens: number,
  maxParts: number,
): Part[] {
  const parts = filled(conversations, partTokens, partTokens / 2)
  // Parts half empty may be more than there can be; filled to the brim they are not.
  return parts.length <= maxParts ? parts : filled(conversations, partTokens, Infinity)
}

/** @param keepWhole tokens of a part from which on it is closed rather than a conversation divided */
function filled(
  conversations: readonly (readonly Entry[])[],
  partTokens: number,
  keepWhole: number,
): Part[] {
  const parts: Part[] = []
  let entries: Entry[] = []
  let tokens = 0
  const close = (): void => {
    if (entries.length > 0) parts.push(partOf(entries))
    entries = []
    tokens = 0
  }
  for (const conversation of conversations) {
    const whole = tokensOf(conversation)
    if (tokens + whole > partTokens && whole <= partTokens && tokens >= keepWhole) close()
    for (const entry of conversation) {
      const mark = entries.at(-1)?.conversation === entry.conversation ? 0 : markTokens
      if (tokens + mark + entry.tokens > partTokens) close()
      tokens += entry.tokens + (entries.length === 0 ? markTokens : mark)
      entries.push(entry)
    }
  }
  close()
  return parts
}

/**
 * Pieces of a part that turned out too large for the server, cut between conversations where one ends
 * near by; none if it cannot be cut.
 */
export function divided({ entries }: Part, pieces: number): Part[] {
  const { length } = entries
  if (length < 2) return []
  const size = Math.ceil(length / Math.min(length, Math.max(2, pieces)))
  const parts: Part[] = []
  for (let from = 0; from < length;) {
    const to = borderNear(entries, Math.min(length, from + size), from + Math.ceil(size / 2))
    parts.push(partOf(entries.slice(from, to)))
    from = to
  }
  return parts
}

/** The last border between conversations from `least` to `at`, else `at` itself. */
function borderNear(entries: readonly Entry[], at: number, least: number): number {
  if (at >= entries.length) return at
  for (let border = at; border >= least; border--) {
    if (entries[border]?.conversation !== entries[border - 1]?.conversation) return border
  }
  return at
}

/** A line of JSON and what it takes. */
export const entryOf = (id: string, conversation: number, line: string): Entry => ({
  id,
  conversation,
  line,
  tokens: estimateTokens(line),
})
