import { summaryLimits } from '../limits.ts'
import { localModelLimits } from './limits.ts'
import type { ModelSpeed } from '../../contract/local-models.ts'
import { forecastOf, partTokensOf } from '../model/forecast.ts'
import type { Measured } from './protocol.ts'

/** What a measured speed means for a room of 1,000 messages, by the same plan as a real run. */
export function speedOf(measured: Measured, contextTokens: number): ModelSpeed {
  const { answerTokens, tokensPerMessage } = localModelLimits
  const partTokens = partTokensOf({
    contextTokens,
    answerTokens: Math.min(answerTokens, Math.floor(contextTokens / 2)),
  })
  const usual = Math.min(summaryLimits.usualAnswerTokens, answerTokens)
  const { inputTokens, outputTokens } = forecastOf(1_000 * tokensPerMessage, partTokens, usual)
  return {
    ...measured,
    secondsPerThousandMessages:
      inputTokens / measured.readPerSecond + outputTokens / measured.writtenPerSecond,
  }
}
