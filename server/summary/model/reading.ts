import pLimit from 'p-limit'
import { sentence, type Sentence } from '../../contract/sentences.ts'
import type { HearStage } from '../../contract/stage-event.ts'
import { summaryLimits } from '../limits.ts'
import type { Summary } from '../../contract/summary.ts'
import type { ModelMemory } from '../../ports/model-memory.ts'
import { Answer } from './answer.ts'
import type { Asker, Question } from './asker.ts'
import { ModelError } from './errors.ts'
import { mergeKey, partKey } from './part-keys.ts'
import { divided, linesOf, type Part } from './parts.ts'
import { answerSchema, mergePrompt, mergeSchema, partPrompt } from './prompt.ts'
import { estimateTokens } from './tokens.ts'
import type { ModelTransport } from './transport.ts'
import type { UsageMeter } from './usage.ts'

/** What a server takes, as far as is known. It shrinks when the server says that it holds less. */
export interface Sizes {
  contextTokens: number
  answerTokens: number
}

export interface ReadingDeps {
  asker: Asker
  transport: ModelTransport
  memory: ModelMemory
  meter: UsageMeter
  hear: HearStage
  sizes: Sizes
  /** Calls at once. */
  calls: number
  /** Tokens of data for one call. */
  partTokens(): number
  /** Tokens of each answer where a room takes several. */
  partAnswerTokens: number
  /** Share of the reading that is done, 0 to 1. */
  onDone(share: number): void
}

/** Reads the parts of one room, and merges what it has read into one answer. */
export class Reading {
  readonly #deps: ReadingDeps
  readonly #quoted: Summary
  #said: Sentence | null = null
  #saidAt = 0

  /** @param quoted quotes of the room, which keep the merging to the facts */
  constructor(deps: ReadingDeps, quoted: Summary) {
    this.#deps = deps
    this.#quoted = quoted
  }

  /** @throws ModelError */
  async read(parts: readonly Part[], signal: AbortSignal): Promise<Answer> {
    const [only] = parts
    if (only === undefined) throw new ModelError('empty', 'There were no words to send')
    if (parts.length > 1) return this.#readInParts(parts, signal)
    try {
      return await this.#askAbout(only, true, signal)
    } catch (error) {
      const smaller = this.#smaller(only, error, 0)
      if (smaller.length === 0) throw error
      return this.#readInParts(smaller, signal)
    }
  }

  async #readInParts(parts: readonly Part[], signal: AbortSignal): Promise<Answer> {
    // One part that cannot be read ends the others: the room will be quoted.
    const failed = new AbortController()
    const both = AbortSignal.any([signal, failed.signal])
    const { calls, onDone } = this.#deps
    let done = 0
    const say = (): void =>
      this.#say(
        sentence('reading_part', {
          part: Math.min(done + 1, parts.length),
          parts: parts.length,
        }),
      )
    say()
    const read = async (part: Part): Promise<Answer[]> => {
      failed.signal.throwIfAborted()
      try {
        const answers = await this.#readPart(part, 0, both)
        done++
        onDone(done / (parts.length + 1))
        say()
        return answers
      } catch (error) {
        failed.abort(error)
        throw error
      }
    }
    const limit = pLimit(calls)
    const readings = parts.map((part) => limit(read, part))
    // All have let go of the server before the first failure is told; the others only follow it.
    await Promise.allSettled(readings)
    failed.signal.throwIfAborted()
    const answers = (await Promise.all(readings)).flat()
    const merged = await this.#merge(answers, signal)
    return { ...merged, timeline: answers.flatMap(({ timeline }) => timeline) }
  }

  /** The answers to a part: one, or several where the server holds less than was thought. */
  async #readPart(part: Part, divisions: number, signal: AbortSignal): Promise<Answer[]> {
    const { transport } = this.#deps
    try {
      const key = partKey(transport, part)
      return [await this.#kept(key, () => this.#askAbout(part, false, signal))]
    } catch (error) {
      const smaller = this.#smaller(part, error, divisions)
      if (smaller.length === 0) throw error
      const answers: Answer[] = []
      for (const each of smaller) {
        answers.push(...(await this.#readPart(each, divisions + 1, signal)))
      }
      return answers
    }
  }

  /** Nothing is bought twice: an answer that was paid for in an earlier run is taken as it is. */
  async #kept(key: string, buy: () => Promise<Answer>): Promise<Answer> {
    const { memory, meter } = this.#deps
    const kept = Answer.safeParse(await memory.answer(key))
    if (kept.success) {
      meter.reuse()
      return kept.data
    }
    const answer = await buy()
    await memory.keepAnswer(key, answer)
    return answer
  }

  #say(said: Sentence): void {
    this.#said = said
    this.#saidAt = performance.now()
    this.#deps.hear({ type: 'doing', said })
  }

  /** Says the same again while a long answer comes that nobody sees, so that nobody takes it for stalled. */
  #alive(): void {
    const isDue = performance.now() - this.#saidAt > summaryLimits.signOfLifeMs
    if (this.#said !== null && isDue) this.#say(this.#said)
  }

  /** Merges answers; more than fit into one call are merged in groups first. */
  async #merge(answers: readonly Answer[], signal: AbortSignal): Promise<Answer> {
    const { transport, partTokens } = this.#deps
    this.#say(sentence('merging_parts', { parts: answers.length }))
    const quotes = this.#quoted.keyPoints
      .slice(0, summaryLimits.maxQuotes)
      .map((point) =>
        JSON.stringify({ id: `m${point.messageNumber}`, who: point.author, text: point.text }),
      )
    const lines = answers.map(({ timeline: _timeline, ...answer }, index) =>
      JSON.stringify({ part: index + 1, ...answer }),
    )
    const groups = grouped(lines, partTokens() - sum(quotes.map(estimateTokens)))
    if (groups.length === 1) return this.#askToMerge(lines, quotes, signal)
    // Groups that do not shrink would be merged for ever.
    if (groups.length === answers.length) {
      throw new ModelError('context', 'The context of the server is too small to merge the parts')
    }
    const merged: Answer[] = []
    for (const group of groups) {
      const buy = (): Promise<Answer> => this.#askToMerge(group, null, signal)
      merged.push(await this.#kept(mergeKey(transport, group), buy))
    }
    return this.#merge(merged, signal)
  }

  #askAbout(part: Part, visible: boolean, signal: AbortSignal): Promise<Answer> {
    return this.#ask({ prompt: partPrompt(linesOf(part)), schema: answerSchema, visible }, signal)
  }

  /** @param quotes null: the merged answer is merged again, and nobody watches it */
  #askToMerge(
    answers: readonly string[],
    quotes: readonly string[] | null,
    signal: AbortSignal,
  ): Promise<Answer> {
    const prompt = mergePrompt(answers, quotes ?? [])
    return this.#ask({ prompt, schema: mergeSchema, visible: quotes !== null }, signal)
  }

  #ask(
    question: Pick<Question, 'prompt' | 'schema' | 'visible'>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const { asker, sizes, partAnswerTokens } = this.#deps
    const most = question.visible ? Infinity : partAnswerTokens
    const answerTokens = Math.min(sizes.answerTokens, most)
    const { contextTokens } = sizes
    const onLife = (): void => this.#alive()
    return asker.ask({ ...question, answerTokens, contextTokens, onLife }, signal)
  }

  /** The pieces to try next after a refusal; none if the part is not to blame or cannot be cut. */
  #smaller(part: Part, error: unknown, divisions: number): Part[] {
    if (!(error instanceof ModelError) || error.kind !== 'context') return []
    if (divisions >= summaryLimits.maxHalvings) return []
    const { sizes } = this.#deps
    const { contextTokens, promptTokens } = error.details
    if (contextTokens === undefined || promptTokens === undefined) return divided(part, 2)
    sizes.contextTokens = Math.min(sizes.contextTokens, contextTokens)
    sizes.answerTokens = Math.min(sizes.answerTokens, Math.floor(sizes.contextTokens / 2))
    const room = Math.max(1, sizes.contextTokens * summaryLimits.contextShare - sizes.answerTokens)
    return divided(part, Math.ceil(promptTokens / room))
  }
}

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
