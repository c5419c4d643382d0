import { extractiveLimits, modelLimits } from '../../contract/limits.ts'
import type { Summary } from '../../contract/summary.ts'
import type { StoredMessage } from '../../ports/message.ts'
import type { SummaryInput } from '../engine.ts'
import { createExtractiveEngine } from '../extractive/engine.ts'
import { Pacer } from '../pacer.ts'
import { money, type CostCap } from './budget.ts'
import { ModelError } from './errors.ts'
import { affordableTokens, forecastOf } from './forecast.ts'
import { planChosen, planRoom, shortened, type Part, type Plan } from './plan.ts'
import { estimateTokens } from './tokens.ts'
import { costOf } from './usage.ts'

/** A plan, and in words why it is not the whole room; null if it is. */
export interface ChosenPlan extends Plan {
  cut: string | null
}

export interface PlanOptions {
  /** Estimated tokens of messages for one call. */
  partTokens: number
  /** What the server counts for so many estimated tokens. */
  calibrate(estimate: number): number
  cap: CostCap | null
}

/** Words of the quotes that stand for a room which is too long to be sent whole. */
const chosenWords = 40_000
/** Words of quotes for one token: a quote of 40 words goes with its id, time and name. */
const wordsPerToken = 0.35
/** Tokens that those quotes have, about. */
export const chosenTokens = Math.round(chosenWords / wordsPerToken)

/**
 * What of a room is sent: all of it; or its most telling passages, where it has too many parts or would
 * cost more than it may.
 *
 * @throws ModelError `budget` if not even a few passages can be paid
 */
export async function choosePlan(
  input: SummaryInput,
  options: PlanOptions,
  signal: AbortSignal,
): Promise<ChosenPlan> {
  const { partTokens, cap } = options
  const plan = await planRoom(input, partTokens, new Pacer(signal, extractiveLimits.sliceMs))
  const whole = { ...plan, cut: null }
  const most = cap === null ? Infinity : affordable(cap, options)
  const tokens = plan.parts.reduce((sum, part) => sum + part.tokens, 0)
  if (plan.complete && tokens <= most) return whole
  if (most === 0) {
    throw new ModelError('budget', `Not even a part of the room can be read for ${cap?.maxCost}`)
  }
  const words = Math.min(chosenWords, Math.floor(most * wordsPerToken))
  const engine = createExtractiveEngine({ keyPointWords: words })
  const quotes = (await engine.summarize(input, () => undefined, signal)).keyPoints.map(
    messageOfQuote,
  )
  const chosen = planChosen(quotes, partTokens, most)
  if (chosen.parts.length > 0) return { ...chosen, cut: reasonOf(plan, tokens, options) }
  // A room without a quotable passage, such as the log of a robot, is read from its beginning.
  return { ...beginningOf(plan, most), cut: reasonOf(plan, tokens, options) }
}

function beginningOf(plan: Plan, mostTokens: number): Plan {
  const parts: Part[] = []
  let left = mostTokens
  for (const part of plan.parts) {
    if (part.tokens <= left) parts.push(part)
    else {
      const lines = fitting(part.lines, left)
      if (lines > 0) parts.push(shortened(part, lines))
      break
    }
    left -= part.tokens
  }
  const sent = new Set(parts.flatMap(({ ids }) => ids))
  const shown = new Map([...plan.shown].filter(([, { messageId }]) => sent.has(messageId)))
  return { ...plan, parts, shown, complete: false }
}

/** How many lines from the first on have no more tokens than that. */
function fitting(lines: readonly string[], tokens: number): number {
  let left = tokens
  const over = lines.findIndex((line) => (left -= estimateTokens(line)) < 0)
  return over < 0 ? lines.length : over
}

/** Why a room is not sent whole, in words for people. */
export const cutForLength = `cut down to its most telling passages, because it is longer than ${modelLimits.maxChunks} parts`

/** In estimated tokens, so that it can be compared with what a plan holds. */
function affordable({ prices, maxCost }: CostCap, { partTokens, calibrate }: PlanOptions): number {
  const ratio = calibrate(1_000) / 1_000
  const counted = affordableTokens(
    maxCost,
    prices,
    partTokens * ratio,
    modelLimits.cappedAnswerTokens,
  )
  return Math.floor(counted / ratio)
}

function reasonOf(plan: Plan, tokens: number, { cap, partTokens, calibrate }: PlanOptions): string {
  if (cap === null || !plan.complete) return cutForLength
  const { prices, maxCost } = cap
  const { inputTokens, outputTokens } = forecastOf(
    calibrate(tokens),
    calibrate(partTokens),
    modelLimits.cappedAnswerTokens,
  )
  return cutForCost(costOf(prices, inputTokens, outputTokens), maxCost)
}

/** The same where it would be too dear. */
export const cutForCost = (cost: number, maxCost: number): string =>
  `cut down to its most telling passages, because all of it could cost ${money(cost)}, and ${maxCost} is the most`

/** A quote in the shape of the message that it is taken from. */
function messageOfQuote(point: Summary['keyPoints'][number]): StoredMessage {
  return {
    number: point.messageNumber,
    id: point.messageId,
    sourceId: null,
    at: point.at === null ? null : Date.parse(point.at),
    timeSource: 'explicit',
    author: point.author,
    authorKey: point.author,
    kind: 'message',
    text: point.text,
    replyTo: null,
    attachments: [],
  }
}
