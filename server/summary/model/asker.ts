import type { HearStage } from '../../contract/stage-event.ts'
import { parseAnswer, type Answer } from './answer.ts'
import type { Budget } from './budget.ts'
import type { CallPorts, ModelCaller } from './calls.ts'
import { ModelError } from './errors.ts'
import { PartialText } from './partial-text.ts'
import type { Prompt } from './prompt.ts'
import { estimateTokens, type Calibration } from './tokens.ts'
import type { ModelTransport } from './transport.ts'
import type { UsageMeter } from './usage.ts'

export interface Question {
  prompt: Prompt
  /** JSON schema of the answer. */
  schema: Readonly<Record<string, unknown>>
  /** Whether people watch the answer being written. */
  visible: boolean
  /** Hears every piece of an answer that nobody watches: the call is alive. */
  onLife?: (() => void) | undefined
  /** Tokens that the answer may have. */
  answerTokens: number
  /** Tokens of the server's context. */
  contextTokens: number
}

/** Puts one question to a model until there is an answer that can be used, or no hope of one. */
export class Asker {
  readonly #transport: ModelTransport
  readonly #caller: ModelCaller
  readonly #calibration: Calibration
  readonly #hear: HearStage
  readonly #meter: UsageMeter
  readonly #budget: Budget

  constructor(deps: {
    transport: ModelTransport
    caller: ModelCaller
    calibration: Calibration
    hear: HearStage
    meter: UsageMeter
    budget: Budget
  }) {
    this.#transport = deps.transport
    this.#caller = deps.caller
    this.#calibration = deps.calibration
    this.#hear = deps.hear
    this.#meter = deps.meter
    this.#budget = deps.budget
  }

  /** @throws ModelError */
  async ask(question: Question, signal: AbortSignal): Promise<Answer> {
    const { prompt, answerTokens } = question
    const watched = this.#watched(question)
    const estimate = estimateTokens(prompt.system) + estimateTokens(prompt.user)
    for (let again = false; ; again = true) {
      const wanted = answerTokens * (again ? 2 : 1)
      const held = this.#budget.reserve(this.#calibration.of(estimate), wanted)
      const { maxTokens } = held
      const ports: CallPorts = {
        ...watched,
        beforeTry: () => this.#budget.check(),
        onAnswer: (answer) => this.#meter.add(answer, this.#calibration.of(estimate)),
      }
      const { contextTokens, schema } = question
      const request = { ...prompt, maxTokens, contextTokens, schema }
      const answer = await this.#caller.call(request, ports, signal).finally(held.release)
      watched.onDone()
      // Some servers count a prompt that they have seen before as nothing.
      const counted = again ? null : answer.promptTokens
      if (counted !== null && !this.#calibration.learn(estimate, counted)) {
        throw new ModelError(
          'context',
          `The server read only ${counted} tokens of about ${estimate}`,
        )
      }
      if (answer.finish === 'refused') throw new ModelError('refused', 'The model refused')
      try {
        if (answer.finish === 'stop') return this.#transport.redact.value(parseAnswer(answer.text))
        throw new ModelError('length', 'The answer was longer than the server allows')
      } catch (error) {
        // Once more, with more room: models mostly get it right the second time.
        if (again) throw error
        watched.onRestart()
      }
    }
  }

  #watched({ visible, onLife }: Question): CallPorts & { onDone(): void } {
    const { redact, model, host } = this.#transport
    const show = (text: string): void => {
      if (text !== '') this.#hear({ type: 'text', text })
    }
    // Escapes of JSON are read only here, so a secret can be whole only here.
    let hidden = redact.stream()
    let partial = new PartialText((text) => show(hidden.feed(text)))
    let written = false
    return {
      onText: (delta) => {
        if (!visible) return onLife?.()
        written = true
        partial.feed(delta)
      },
      onWait: (milliseconds, reason) => this.#hear({ type: 'waiting', milliseconds, reason }),
      onSilence: (milliseconds) =>
        this.#hear({ type: 'silent', milliseconds, model: `${model} at ${host}` }),
      onRestart: () => {
        if (written) show('\n[starting again]\n')
        written = false
        hidden = redact.stream()
        partial = new PartialText((text) => show(hidden.feed(text)))
      },
      onDone: () => show(hidden.flush()),
    }
  }
}
