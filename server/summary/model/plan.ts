import { summaryLimits } from '../limits.ts'
import type { StoredMessage } from '../../ports/message.ts'
import type { Membership } from '../conversations/membership.ts'
import type { SummaryInput } from '../engine.ts'
import type { Pacer } from '../pacer.ts'
import type { Shown } from './checking/shown.ts'
import { entryOf, packed, tokensOf, type Entry, type Part } from './parts.ts'
import { lineOf, looksLikeOrder } from './prompt.ts'
import { estimateTokens } from './tokens.ts'

/** Everything that is sent, and what is remembered of it for checking the answer. */
export interface Plan {
  parts: Part[]
  shown: Map<number, Shown>
  /** Messages that read like orders to a model. */
  orders: number
  /** False if the room was too long, so that `parts` is not all of it. */
  complete: boolean
}

/** A conversation before it is known whether it is sent. */
export interface Weighed {
  conversation: number
  /** Its first row. */
  from: number
  messages: number
  tokens: number
}

/** Sizes of all conversations of a room, in the order in which they begin. */
export async function weigh(
  input: SummaryInput,
  conversationOf: Membership,
  pacer: Pacer,
): Promise<Weighed[]> {
  const found = new Map<number, Weighed>()
  for await (const message of spokenIn(input, pacer)) {
    const conversation = conversationOf.of(message.number) ?? 0
    const tokens = estimateTokens(lineOf(message))
    const known = found.get(conversation)
    if (known === undefined) {
      found.set(conversation, { conversation, from: message.number, messages: 1, tokens })
    } else {
      known.messages++
      known.tokens += tokens
    }
  }
  return [...found.values()]
}

/** Which messages are sent. */
export interface Chosen {
  wants(row: number, conversation: number): boolean
  /** Messages from which on nothing more is taken. */
  mostTokens: number
  complete: boolean
}

/** Puts the chosen messages of a room together by their conversations, and these into parts. */
export async function planRoom(
  input: SummaryInput,
  conversationOf: Membership,
  { wants, mostTokens, complete }: Chosen,
  partTokens: number,
  pacer: Pacer,
): Promise<Plan> {
  const conversations = new Map<number, Entry[]>()
  const shown = new Map<number, Shown>()
  let orders = 0
  let left = mostTokens
  for await (const message of spokenIn(input, pacer)) {
    const conversation = conversationOf.of(message.number) ?? 0
    if (!wants(message.number, conversation)) continue
    const entry = entryOf(message.id, conversation, lineOf(message))
    const entries = conversations.get(conversation)
    const tokens = tokensOf([entry])
    if (tokens > left) continue
    left -= entries === undefined ? tokens : entry.tokens
    if (entries === undefined) conversations.set(conversation, [entry])
    else entries.push(entry)
    if (looksLikeOrder(message.text)) orders++
    shown.set(message.number, shownOf(message, conversation))
  }
  const { maxChunks } = summaryLimits
  const parts = packed([...conversations.values()], partTokens, maxChunks)
  if (parts.length <= maxChunks) return { parts, shown, orders, complete }
  const sent = parts.slice(0, maxChunks)
  const ids = new Set(sent.flatMap(({ entries }) => entries.map(({ id }) => id)))
  for (const [row, { messageId }] of shown) if (!ids.has(messageId)) shown.delete(row)
  return { parts: sent, shown, orders, complete: false }
}

const shownOf = (message: StoredMessage, conversation: number): Shown => ({
  messageId: message.id,
  author: message.author,
  at: message.at,
  // Enough to look up its words.
  text: message.text.slice(0, summaryLimits.messageHead),
  replyTo: message.replyTo,
  conversation,
})

async function* spokenIn(input: SummaryInput, pacer: Pacer): AsyncGenerator<StoredMessage> {
  for await (const batch of input.messages()) {
    for (const message of batch) {
      if (pacer.isDue()) await pacer.rest()
      if (message.kind === 'message' && message.text.trim() !== '') yield message
    }
  }
}
