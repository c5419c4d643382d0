import { extractiveLimits, modelLimits } from '../../contract/limits.ts'
import type { Summary } from '../../contract/summary.ts'
import type { StoredMessage } from '../../store/message.ts'
import type { SummaryInput, SummaryPorts } from '../engine.ts'
import { createExtractiveEngine } from '../extractive/engine.ts'
import { Pacer } from '../pacer.ts'
import { checkAnswer, nameKey, parseAnswer, type Answer, type Checked } from './answer.ts'
import type { CallPorts, ModelCaller } from './calls.ts'
import { ModelError } from './errors.ts'
import { PartialText } from './partial-text.ts'
import { halved, planChosen, planRoom, type Part, type Plan } from './plan.ts'
import { answerSchema, mergePrompt, partPrompt, type Prompt } from './prompt.ts'
import { estimateTokens, type Calibration } from './tokens.ts'
import type { ModelTransport } from './transport.ts'
import type { UsageMeter } from './usage.ts'

/** Share of the progress that the quoting engine takes, which always runs first. */
export const quotingShare = 0.2
/** Words of the quotes that stand for a room which is too long to be sent whole. */
const chosenWords = 40_000

/** What all rooms of one engine share. */
export interface ModelSetup {
  transport: ModelTransport
  contextTokens: number
  answerTokens: number
  caller: ModelCaller
  calibration: Calibration
}

/** One room at one server. */
export class RoomRun {
  readonly #setup: ModelSetup
  readonly #ports: SummaryPorts
  readonly #meter: UsageMeter
  readonly #outer: AbortSignal
  readonly #signal: AbortSignal

  constructor(setup: ModelSetup, ports: SummaryPorts, meter: UsageMeter, signal: AbortSignal) {
    this.#setup = setup
    this.#ports = ports
    this.#meter = meter
    this.#outer = signal
    this.#signal = AbortSignal.any([signal, AbortSignal.timeout(modelLimits.roomMs)])
  }

  async write(input: SummaryInput, quoted: Summary): Promise<Summary> {
    const plan = await this.#plan(input)
    if (plan.parts.length === 0) throw new ModelError('empty', 'There were no words to send')
    const answer =
      plan.parts.length === 1 && plan.parts[0] !== undefined
        ? await this.#readWhole(plan.parts[0], quoted, input.total)
        : await this.#readInParts(plan.parts, quoted, input.total)
    const people = new Map(
      quoted.participants.map(({ author }) => [nameKey(author), author] as const),
    )
    const checked = checkAnswer(answer, plan.shown, {
      people,
      urls: new Set(quoted.links.map(({ url }) => url)),
    })
    if (checked.keyPoints.length === 0) {
      throw new ModelError('empty', 'Nothing the model wrote could be traced to a message')
    }
    return this.#summaryOf(checked, plan, quoted)
  }

  /** Tokens of data for one call. */
  #partTokens(): number {
    const { contextTokens, answerTokens, calibration } = this.#setup
    const overhead = estimateTokens(Object.values(partPrompt([])).join(''))
    const left = contextTokens * modelLimits.contextShare - answerTokens - overhead
    return Math.max(modelLimits.minChunkTokens, Math.floor((left / calibration.of(1_000)) * 1_000))
  }

  async #plan(input: SummaryInput): Promise<Plan> {
    const partTokens = this.#partTokens()
    const pacer = new Pacer(this.#outer, extractiveLimits.sliceMs)
    const plan = await planRoom(input, partTokens, pacer)
    if (plan.complete) return plan
    const ports = { onProgress: () => undefined }
    const engine = createExtractiveEngine({ keyPointWords: chosenWords })
    const chosen = await engine.summarize(input, ports, this.#outer)
    const telling = planChosen(chosen.keyPoints.map(messageOfQuote), partTokens)
    // A room without a quotable passage is read from its beginning, as far as the cap goes.
    return telling.parts.length > 0 ? telling : plan
  }

  /** The room in one call, shown as it is written. */
  async #readWhole(part: Part, quoted: Summary, total: number): Promise<Answer> {
    try {
      return await this.#ask(partPrompt(part.lines), true)
    } catch (error) {
      const halves = isContext(error) ? halved(part) : []
      if (halves.length === 0) throw error
      return this.#readInParts(halves, quoted, total)
    }
  }

  async #readInParts(parts: readonly Part[], quoted: Summary, total: number): Promise<Answer> {
    const answers: Answer[] = []
    const waiting = parts.map((part) => ({ part, halvings: 0 }))
    const done = (): void => {
      const share = answers.length / (answers.length + waiting.length + 1)
      this.#ports.onProgress(Math.floor(total * (quotingShare + (1 - quotingShare) * share)), total)
    }
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        answers.push(await this.#ask(partPrompt(next.part.lines), false))
        done()
      } catch (error) {
        const halves =
          isContext(error) && next.halvings < modelLimits.maxHalvings ? halved(next.part) : []
        if (halves.length === 0) throw error
        const halvings = next.halvings + 1
        waiting.unshift(...halves.map((part) => ({ part, halvings })))
      }
    }
    return this.#merge(answers, quoted)
  }

  /** Merges answers; more than fit into one call are merged in groups first. */
  async #merge(answers: readonly Answer[], quoted: Summary): Promise<Answer> {
    const quotes = quoted.keyPoints
      .slice(0, modelLimits.maxQuotes)
      .map((point) =>
        JSON.stringify({ id: `m${point.messageNumber}`, who: point.author, text: point.text }),
      )
    const lines = answers.map((answer, index) => JSON.stringify({ part: index + 1, ...answer }))
    const groups = grouped(lines, this.#partTokens() - sum(quotes.map(estimateTokens)))
    if (groups.length === 1) return this.#ask(mergePrompt(lines, quotes), true)
    // Groups that do not shrink would be merged for ever.
    if (groups.length === answers.length) {
      throw new ModelError('context', 'The context of the server is too small to merge the parts')
    }
    const merged: Answer[] = []
    for (const group of groups) merged.push(await this.#ask(mergePrompt(group, []), false))
    return this.#merge(merged, quoted)
  }

  async #ask(prompt: Prompt, visible: boolean): Promise<Answer> {
    const show = (text: string): void => this.#ports.onText?.(text)
    let partial = new PartialText(show)
    let written = false
    const estimate = estimateTokens(prompt.system) + estimateTokens(prompt.user)
    const callPorts: CallPorts = {
      onAnswer: (answer) => this.#meter.add(answer, this.#setup.calibration.of(estimate)),
      onText: (delta) => {
        if (!visible) return
        written = true
        partial.feed(delta)
      },
      onWait: (milliseconds, reason) => this.#ports.onWait?.(milliseconds, reason),
      onRestart: () => {
        if (written) show('\n[starting again]\n')
        written = false
        partial = new PartialText(show)
      },
    }
    for (let again = false; ; again = true) {
      const maxTokens = this.#setup.answerTokens * (again ? 2 : 1)
      const request = { ...prompt, maxTokens, schema: answerSchema }
      const answer = await this.#setup.caller.call(request, callPorts, this.#signal)
      if (
        answer.promptTokens !== null &&
        !this.#setup.calibration.learn(estimate, answer.promptTokens)
      ) {
        throw new ModelError(
          'context',
          `The server read only ${answer.promptTokens} tokens of about ${estimate}`,
        )
      }
      if (answer.finish === 'refused') throw new ModelError('refused', 'The model refused')
      try {
        if (answer.finish === 'stop') return parseAnswer(answer.text)
        throw new ModelError('length', 'The answer was longer than the server allows')
      } catch (error) {
        // Once more, with more room: models mostly get it right the second time.
        if (again) throw error
        callPorts.onRestart()
      }
    }
  }

  #summaryOf(checked: Checked, plan: Plan, quoted: Summary): Summary {
    const { transport } = this.#setup
    const read = Math.min(plan.shown.size, quoted.coverage.messages)
    const notes = [
      `Written by ${transport.model} at ${transport.host}`,
      ...(plan.orders === 0
        ? []
        : [
            `${plan.orders} ${plan.orders === 1 ? 'message looks' : 'messages look'} like instructions to an AI`,
          ]),
    ]
    return {
      headline: checked.headline === '' ? quoted.headline : checked.headline,
      keyPoints: checked.keyPoints,
      decisions: checked.decisions,
      actionItems: checked.actionItems,
      openQuestions: checked.openQuestions,
      links: quoted.links,
      participants: quoted.participants,
      method: { engine: transport.name, kind: 'generative', label: notes.join('; ') },
      coverage: {
        ...quoted.coverage,
        // Messages without words are read by not being there.
        read: plan.complete ? quoted.coverage.messages : read,
        truncated: !plan.complete,
      },
    }
  }
}

const isContext = (error: unknown): boolean =>
  error instanceof ModelError && error.kind === 'context'

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

function grouped(lines: readonly string[], tokens: number): string[][] {
  const groups: string[][] = []
  let room = 0
  for (const line of lines) {
    const size = estimateTokens(line)
    const last = groups.at(-1)
    if (last !== undefined && size <= room) last.push(line)
    else {
      groups.push([line])
      room = tokens
    }
    room -= size
  }
  return groups
}

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
