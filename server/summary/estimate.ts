import { inEnglish } from '../words/say.ts'
import { summaryLimits } from './limits.ts'
import type { RoomEstimate } from '../contract/estimates.ts'
import type { StoredMessage } from '../ports/message.ts'
import {
  leavesComputer,
  usualAnswerTokens,
  usualContextTokens,
  type SummaryChoice,
} from './choose.ts'
import { chosenTokens, cutForCost, cutForLength } from './model/choose-plan.ts'
import { affordableTokens, forecastOf, partTokensOf } from './model/forecast.ts'
import { lineOf } from './model/prompt.ts'
import { estimateTokens } from './model/tokens.ts'
import { costOf } from './model/usage.ts'

/** What is known of a room before it is read. */
export interface RoomOutline {
  roomOid: string
  /** Without system lines, in the period that was asked for. */
  messages: number
  /** Some of them, to judge the length of all. */
  sample: readonly StoredMessage[]
  /** Whether its messages must stay on this computer. */
  localOnly: boolean
}

type Estimate = Omit<RoomEstimate, 'roomOid' | 'messages'>

const quoted = (note: string | null): Estimate => ({
  engine: 'extractive',
  leavesComputer: false,
  calls: 0,
  inputTokens: 0,
  outputTokens: 0,
  cost: 0,
  note,
})

/** What the summary of a room would take, by the same rules as the real run. */
export function estimateRoom(room: RoomOutline, choice: SummaryChoice): RoomEstimate {
  const { roomOid, messages } = room
  return { roomOid, messages, ...estimateFor(room, choice) }
}

function estimateFor(room: RoomOutline, choice: SummaryChoice): Estimate {
  if (choice.engine === 'extractive' || room.messages === 0) return quoted(null)
  const leaves = leavesComputer(choice)
  if (leaves && room.localOnly) return quoted('This room stays on this computer')
  const { prices = null, maxCost = null } = choice
  if (maxCost !== null && prices === null) {
    return quoted('A report may cost so much at most, but no prices are set')
  }
  const contextTokens = choice.contextTokens ?? usualContextTokens(choice)
  const answerTokens = Math.min(
    choice.answerTokens ?? usualAnswerTokens(choice),
    Math.floor(contextTokens / 2),
  )
  const partTokens = partTokensOf({ contextTokens, answerTokens })
  let tokens = tokensOf(room)
  let note: string | null = null
  if (tokens > partTokens * summaryLimits.maxChunks) {
    tokens = Math.min(tokens, chosenTokens)
    note = inEnglish(cutForLength)
  }
  const usual = summaryLimits.usualAnswerTokens
  let forecast = forecastOf(tokens, partTokens, usual)
  const most = summaryLimits.cappedAnswerTokens
  if (maxCost !== null && prices !== null) {
    const dearest = forecastOf(tokens, partTokens, most)
    const cost = costOf(prices, dearest.inputTokens, dearest.outputTokens)
    if (cost > maxCost) {
      tokens = affordableTokens(maxCost, prices, partTokens, most)
      if (tokens === 0) return quoted(`Not even a part of the room can be read for ${maxCost}`)
      note = inEnglish(cutForCost(cost, maxCost))
      forecast = forecastOf(tokens, partTokens, usual)
    }
  }
  const { inputTokens, outputTokens } = forecast
  const cost = prices === null ? null : costOf(prices, inputTokens, outputTokens)
  return { engine: choice.engine, leavesComputer: leaves, ...forecast, cost, note }
}

function tokensOf({ messages, sample }: RoomOutline): number {
  const spoken = sample.filter(({ kind }) => kind === 'message')
  if (spoken.length === 0) return 0
  const sum = spoken.reduce((tokens, message) => tokens + estimateTokens(lineOf(message)), 0)
  return Math.round((sum / spoken.length) * messages)
}
