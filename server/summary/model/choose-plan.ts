import type { Reason } from '../../contract/reason.ts'
import { sentence } from '../../contract/sentences.ts'
import { summaryLimits } from '../limits.ts'
import { extractiveLimits } from '../extractive/limits.ts'
import type { SummaryInput } from '../engine.ts'
import { readRoom, type RoomReading } from '../extractive/engine.ts'
import { Pacer } from '../pacer.ts'
import { money, type CostCap } from './budget.ts'
import { chosenConversations } from './choose-conversations.ts'
import { ModelError } from './errors.ts'
import { affordableTokens, forecastOf } from './forecast.ts'
import { planRoom, weigh, type Chosen, type Plan } from './plan.ts'
import { costOf } from './usage.ts'

/** A plan, and in words why it is not the whole room; null if it is. */
export interface ChosenPlan extends Plan {
  cut: Reason | null
}

export interface PlanOptions {
  /** Estimated tokens of messages for one call. */
  partTokens: number
  /** What the server counts for so many estimated tokens. */
  calibrate(estimate: number): number
  cap: CostCap | null
}

/** Tokens of the conversations that stand for a room which is too long to be sent whole. */
export const chosenTokens = 115_000
/** Words of quotes for one token: a quote of 40 words goes with its id, time and name. */
const wordsPerToken = 0.35
/** Conversations below this share of what may be sent are joined by telling messages of others. */
const worthwhile = 0.5

/** Tokens of messages that a room has at most in all its parts together. */
export const mostTokensOf = (partTokens: number): number => partTokens * summaryLimits.maxChunks

/**
 * What of a room is sent: all of it; or its most telling conversations, each of them whole, where it has
 * too many parts or would cost more than it may.
 *
 * @throws ModelError `budget` if not even a few messages can be paid
 */
export async function choosePlan(
  input: SummaryInput,
  reading: RoomReading,
  options: PlanOptions,
  signal: AbortSignal,
): Promise<ChosenPlan> {
  const { partTokens, cap } = options
  const pacer = new Pacer(signal, extractiveLimits.sliceMs)
  const { conversationOf } = reading
  const weighed = await weigh(input, conversationOf, pacer)
  const tokens = weighed.reduce((sum, one) => sum + one.tokens, 0)
  const isTooLong = tokens > mostTokensOf(partTokens)
  const most = Math.min(
    mostTokensOf(partTokens),
    isTooLong ? chosenTokens : Infinity,
    cap === null ? Infinity : affordable(cap, options),
  )
  const plan = (chosen: Chosen): Promise<Plan> =>
    planRoom(input, conversationOf, chosen, partTokens, pacer)
  if (tokens <= most) {
    const whole = await plan({ wants: () => true, mostTokens: Infinity, complete: true })
    return { ...whole, cut: whole.complete ? null : cutForLength }
  }
  if (most === 0) {
    throw new ModelError('budget', `Not even a part of the room can be read for ${cap?.maxCost}`)
  }
  const cut = isTooLong ? cutForLength : reasonOf(tokens, options)
  const chosen = chosenConversations(weighed, reading, most)
  const taken = weighed.reduce(
    (sum, one) => sum + (chosen.has(one.conversation) ? one.tokens : 0),
    0,
  )
  const isEnough = taken >= most * worthwhile
  const rows = isEnough ? new Set<number>() : await tellingRows(input, most - taken, signal)
  // A room without a telling message, such as the log of a robot, is read from its beginning.
  const takesAny = chosen.size === 0 && rows.size === 0
  const picked = await plan({
    wants: (row, conversation) => takesAny || chosen.has(conversation) || rows.has(row),
    mostTokens: most,
    complete: false,
  })
  return { ...picked, cut }
}

/** Rows of the messages that say most of a room, as many as have about so many tokens. */
async function tellingRows(
  input: SummaryInput,
  tokens: number,
  signal: AbortSignal,
): Promise<Set<number>> {
  const options = { keyPointWords: Math.floor(tokens * wordsPerToken) }
  const { summary } = await readRoom(input, () => undefined, signal, options)
  return new Set(summary.keyPoints.map(({ messageNumber }) => messageNumber))
}

/** Why a room is not sent whole. */
export const cutForLength: Reason = sentence('cut_for_length', { parts: summaryLimits.maxChunks })

/** In estimated tokens, so that it can be compared with what a plan holds. */
function affordable({ prices, maxCost }: CostCap, { partTokens, calibrate }: PlanOptions): number {
  const ratio = calibrate(1_000) / 1_000
  const counted = affordableTokens(
    maxCost,
    prices,
    partTokens * ratio,
    summaryLimits.cappedAnswerTokens,
  )
  return Math.floor(counted / ratio)
}

function reasonOf(tokens: number, { cap, partTokens, calibrate }: PlanOptions): Reason {
  if (cap === null) return cutForLength
  const { prices, maxCost } = cap
  const { inputTokens, outputTokens } = forecastOf(
    calibrate(tokens),
    calibrate(partTokens),
    summaryLimits.cappedAnswerTokens,
  )
  return cutForCost(costOf(prices, inputTokens, outputTokens), maxCost)
}

/** The same where it would be too dear. */
export const cutForCost = (cost: number, maxCost: number): Reason =>
  sentence('cut_for_cost', { cost: money(cost), most: maxCost })
