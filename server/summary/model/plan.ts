import { modelLimits } from '../../contract/limits.ts'
import type { StoredMessage } from '../../ports/message.ts'
import type { Pacer } from '../pacer.ts'
import type { SummaryInput } from '../engine.ts'
import type { Shown } from './answer.ts'
import { lineOf, looksLikeOrder } from './prompt.ts'
import { estimateTokens } from './tokens.ts'

/** Lines that go to a model in one call. */
export interface Part {
  /** Of the messages, in the order of the lines. */
  ids: string[]
  lines: string[]
  tokens: number
}

/** Everything that is sent, and what is remembered of it for checking the answer. */
export interface Plan {
  parts: Part[]
  shown: Map<number, Shown>
  /** Messages that read like orders to a model. */
  orders: number
  /** False if the room was too long, so that `parts` is not all of it. */
  complete: boolean
}

/** Silence in the chat that makes a good border between two parts. */
const pauseMs = 30 * 60 * 1_000
/** A pause is taken as border once a part is this full. */
const fullEnough = 0.7

/**
 * Divides a room into parts of at most `partTokens`, at pauses where possible and never within a
 * message. Stops at the cap on parts: such a room is cut down to its quotes first.
 */
export async function planRoom(
  input: SummaryInput,
  partTokens: number,
  pacer: Pacer,
): Promise<Plan> {
  const plan: Plan = { parts: [], shown: new Map(), orders: 0, complete: true }
  let part: Part = emptyPart()
  let lastAt: number | null = null
  for await (const batch of input.messages()) {
    for (const message of batch) {
      if (pacer.isDue()) await pacer.rest()
      if (message.kind !== 'message' || message.text.trim() === '') continue
      const line = lineOf(message)
      const tokens = estimateTokens(line)
      const pause = message.at !== null && lastAt !== null && message.at - lastAt > pauseMs
      const full = part.tokens + tokens > partTokens
      if (part.lines.length > 0 && (full || (pause && part.tokens > partTokens * fullEnough))) {
        plan.parts.push(part)
        part = emptyPart()
        if (plan.parts.length >= modelLimits.maxChunks) return { ...plan, complete: false }
      }
      part.ids.push(message.id)
      part.lines.push(line)
      part.tokens += tokens
      lastAt = message.at ?? lastAt
      remember(plan, message)
    }
  }
  if (part.lines.length > 0) plan.parts.push(part)
  return plan
}

const emptyPart = (): Part => ({ ids: [], lines: [], tokens: 0 })

/**
 * A plan over chosen messages only, for a room that is too long to be sent whole.
 *
 * @param mostTokens where they have more, some are left out, evenly over the room
 */
export function planChosen(
  chosen: readonly StoredMessage[],
  partTokens: number,
  mostTokens: number,
): Plan {
  const messages = thinned(chosen, mostTokens)
  const plan: Plan = { parts: [], shown: new Map(), orders: 0, complete: false }
  let part: Part = emptyPart()
  for (const message of messages) {
    const line = lineOf(message)
    const tokens = estimateTokens(line)
    if (part.lines.length > 0 && part.tokens + tokens > partTokens) {
      plan.parts.push(part)
      if (plan.parts.length >= modelLimits.maxChunks) return plan
      part = emptyPart()
    }
    part.ids.push(message.id)
    part.lines.push(line)
    part.tokens += tokens
    remember(plan, message)
  }
  if (part.lines.length > 0) plan.parts.push(part)
  return plan
}

function remember(plan: Plan, message: StoredMessage): void {
  if (looksLikeOrder(message.text)) plan.orders++
  plan.shown.set(message.number, {
    messageId: message.id,
    author: message.author,
    at: message.at,
    // Enough to look up the words of a date.
    text: message.text.slice(0, modelLimits.messageHead),
  })
}

function thinned(messages: readonly StoredMessage[], mostTokens: number): readonly StoredMessage[] {
  const tokens = messages.reduce((sum, message) => sum + estimateTokens(lineOf(message)), 0)
  const share = mostTokens / tokens
  if (share >= 1) return messages
  let used = 0
  return messages.filter((message, index) => {
    const size = estimateTokens(lineOf(message))
    if (Math.floor((index + 1) * share) === Math.floor(index * share)) return false
    if (used + size > mostTokens) return false
    used += size
    return true
  })
}

/** Pieces of a part that turned out too large for the server; none if it cannot be cut. */
export function divided(part: Part, pieces: number): Part[] {
  const { length } = part.lines
  if (length < 2) return []
  const size = Math.ceil(length / Math.min(length, Math.max(2, pieces)))
  return Array.from({ length: Math.ceil(length / size) }, (_, index) =>
    linesOfPart(part, index * size, (index + 1) * size),
  )
}

/** The first lines of a part. */
export const shortened = (part: Part, lines: number): Part => linesOfPart(part, 0, lines)

function linesOfPart(part: Part, from: number, to: number): Part {
  const lines = part.lines.slice(from, to)
  const tokens = lines.reduce((sum, line) => sum + estimateTokens(line), 0)
  return { ids: part.ids.slice(from, to), lines, tokens }
}
