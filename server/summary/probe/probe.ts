import { summaryLimits } from '../limits.ts'
import {
  sentence,
  type Reason,
  type Sentence,
  type SentenceParams,
} from '../../contract/sentences.ts'
import type { TestAnswer } from '../../contract/settings.ts'
import { soundHealth, type ModelMemory } from '../../ports/model-memory.ts'
import type { ModelChoice, SummaryChoice } from '../choose.ts'
import { ModelCaller } from '../model/calls.ts'
import { ModelError } from '../model/errors.ts'
import { localReason, modelReason } from '../model/fallback.ts'
import { isLocal } from '../model/local.ts'
import { objectIn } from '../model/answer-json.ts'
import type { ServerFacts } from '../providers/facts.ts'
import { inEnglish } from '../../words/say.ts'
import { providers } from '../providers/index.ts'

/** The smallest question that proves the key, the model's name, the stream and the structured answer. */
const question = {
  system:
    'You are being tested. Answer with one JSON object with the key "ready", whose value is true.',
  user: 'Answer with {"ready": true} and nothing else.',
  maxTokens: summaryLimits.probeTokens,
  schema: {
    type: 'object',
    properties: { ready: { type: 'boolean' } },
    required: ['ready'],
    additionalProperties: false,
  },
}

/**
 * Tries the model server that the settings name: asks for its models and the size of its context, then
 * one tiny question by the way of every summary. Never rejects; nothing of the key is in the answer.
 *
 * @param signal ends the test early; it ends by itself after `summaryLimits.probeMs`
 * @param memory where a server that answers well is no longer left alone; absent: nothing changes
 */
export async function probeModelServer(
  choice: SummaryChoice,
  signal: AbortSignal,
  memory?: Pick<ModelMemory, 'saveHealth'>,
): Promise<TestAnswer> {
  const began = performance.now()
  const answer = (ok: boolean, said: Reason, facts: ServerFacts = {}): TestAnswer => ({
    ok,
    said,
    detail: inEnglish(said),
    milliseconds: Math.round(performance.now() - began),
    ...facts,
  })
  if (choice.engine === 'extractive') {
    return answer(true, sentence('probe_quotes'))
  }
  const clock = AbortSignal.timeout(summaryLimits.probeMs)
  const both = AbortSignal.any([signal, clock])
  const { model } = choice
  const failed = (error: unknown, facts?: ServerFacts): TestAnswer => {
    const isLate = clock.aborted && !(error instanceof ModelError && error.details.local)
    return answer(false, isLate ? tooSlow(choice) : failureOf(error, choice), facts)
  }

  const provider = providers[choice.engine]
  let facts: ServerFacts = {}
  try {
    facts = await provider.facts(choice, both)
  } catch (error) {
    // A gateway may hide its list of models and still answer; a wrong key or address may not.
    if (!isMissing(error)) return failed(error)
  }
  try {
    const transport = provider.transport(choice)
    const caller = new ModelCaller({ transport, maxTries: 1 })
    const ports = { onText: () => undefined, onRestart: () => undefined }
    const { text, finish } = await caller.call(question, ports, both)
    if (finish === 'refused') return answer(false, sentence('probe_declined', { model }), facts)
    if (!isReady(text)) {
      return answer(false, sentence('probe_wrong_form', { model }), facts)
    }
    await memory?.saveHealth(transport.account, soundHealth)
    return answer(true, praise(choice, caller.format), facts)
  } catch (error) {
    return failed(error, facts)
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof ModelError && (error.kind === 'not-found' || error.kind === 'protocol')

function isReady(text: string): boolean {
  try {
    return objectIn(text, (object) => ('ready' in object ? 1 : 0))['ready'] === true
  } catch {
    return false
  }
}

function praise({ model, baseUrl }: ModelChoice, context: ModelCaller['format']): Sentence {
  const place = isLocal(baseUrl)
    ? sentence('probe_here')
    : sentence('probe_elsewhere', { host: new URL(baseUrl).host })
  return sentence('probe_ready', { context, model, place })
}

const tooSlow = ({ baseUrl }: ModelChoice): Sentence =>
  sentence('probe_slow', {
    host: new URL(baseUrl).host,
    seconds: summaryLimits.probeMs / 1_000,
  })

/** What happened, and what to do next. */
function failureOf(error: unknown, choice: ModelChoice): Reason {
  const known = error instanceof ModelError ? error : null
  // A model on this computer has no host, and says itself what to do.
  if (known?.details.local !== undefined) return localReason(known.details.local)
  const { host } = new URL(choice.baseUrl)
  const reason = modelReason(error)
  const context = known === null ? null : adviceFor(known.kind, choice)
  return context === null
    ? sentence('probe_failed', { host, reason })
    : sentence('probe_failed_so', { host, reason, advice: sentence('probe_advice', { context }) })
}

type Advice = SentenceParams['probe_advice']['context']

function adviceFor(kind: ModelError['kind'], choice: ModelChoice): Advice | null {
  switch (kind) {
    case 'auth':
      return 'key'
    case 'quota':
    case 'protocol':
    case 'length':
    case 'network':
      return kind
    case 'headers-timeout':
      return 'network'
    case 'not-found':
      return providers[choice.engine].isAddressOdd?.(choice) === true ? 'v1' : 'missing'
    case 'rate':
    case 'server':
      return 'later'
    default:
      return null
  }
}
