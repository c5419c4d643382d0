import { summaryLimits } from '../limits.ts'
import type { TestAnswer } from '../../contract/settings.ts'
import { soundHealth, type ModelMemory } from '../../ports/model-memory.ts'
import type { ModelChoice, SummaryChoice } from '../choose.ts'
import { ModelCaller } from '../model/calls.ts'
import { ModelError } from '../model/errors.ts'
import { localReason } from '../model/fallback.ts'
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
  const answer = (ok: boolean, detail: string, facts: ServerFacts = {}): TestAnswer => ({
    ok,
    detail,
    milliseconds: Math.round(performance.now() - began),
    ...facts,
  })
  if (choice.engine === 'extractive') {
    return answer(true, 'Quotes are picked on this computer; there is no server to test.')
  }
  const clock = AbortSignal.timeout(summaryLimits.probeMs)
  const both = AbortSignal.any([signal, clock])
  const failed = (error: unknown, facts?: ServerFacts): TestAnswer => {
    const local = error instanceof ModelError ? error.details.local : undefined
    if (local !== undefined) {
      const said = localReason(local)
      return { ...answer(false, `${choice.model}: ${inEnglish(said)}`), said }
    }
    return answer(false, clock.aborted ? tooSlow(choice) : sentenceOf(error, choice), facts)
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
    if (finish === 'refused') return answer(false, `${choice.model} refused to answer.`, facts)
    if (!isReady(text)) {
      return answer(false, `${choice.model} answers, but not in the form that was asked.`, facts)
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

function praise(choice: ModelChoice, format: ModelCaller['format']): string {
  const forms = {
    schema: 'takes a JSON schema',
    json: 'writes JSON, but takes no schema',
    text: 'takes neither schema nor JSON mode; it is asked in words',
  }
  const where = isLocal(choice.baseUrl)
    ? 'It runs on this computer.'
    : `What it reads leaves this computer, for ${new URL(choice.baseUrl).host}.`
  return `${choice.model} answers and ${forms[format]}. ${where}`
}

const tooSlow = ({ baseUrl }: ModelChoice): string =>
  `${new URL(baseUrl).host} did not answer within ${summaryLimits.probeMs / 1_000} seconds.`

/** What happened, and what to do next. */
function sentenceOf(error: unknown, choice: ModelChoice): string {
  const words = error instanceof Error ? error.message : 'unknown error'
  const kind = error instanceof ModelError ? error.kind : null
  return `${new URL(choice.baseUrl).host}: ${words}. ${adviceFor(kind, choice)}`.trim()
}

function adviceFor(kind: ModelError['kind'] | null, choice: ModelChoice): string {
  switch (kind) {
    case 'auth':
      return 'Check the key.'
    case 'quota':
      return 'Top up the account, or use another key.'
    case 'network':
    case 'headers-timeout':
      return 'Check the address, and that the server runs.'
    case 'not-found':
      return (
        providers[choice.engine].adviceOnMissing?.(choice) ??
        'Check the address and the name of the model.'
      )
    case 'protocol':
      return 'Check that the address is that of a model server.'
    case 'length':
      return 'Use a model that thinks less, or give it more room.'
    case 'rate':
    case 'server':
      return 'Try again later.'
    default:
      return ''
  }
}
