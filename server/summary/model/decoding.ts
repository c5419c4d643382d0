import { createParser } from 'eventsource-parser'
import { summaryLimits } from '../limits.ts'
import type { Redactor, RedactingStream } from '../../redaction.ts'
import { messageIn, ModelError, type ModelErrorDetails } from './errors.ts'
import { cleaned, openStream, type StreamCall } from './http.ts'
import { redactorsOf } from './secrets.ts'
import { noCounts, type Completion, type TokenCounts } from './transport.ts'

/** What one event of a stream adds. */
export interface Step {
  text?: string | undefined
  finish?: Completion['finish'] | undefined
  /** The model has thought, which is not shown. */
  thought?: boolean | undefined
  tokens?: { readonly [Name in keyof TokenCounts]?: number | null | undefined } | undefined
  /** Nothing more will come, though the socket may stay open. */
  last?: boolean | undefined
}

/** How one kind of server writes its answers. */
export interface Dialect {
  framing: 'sse' | 'lines'
  /** One event of the stream. */
  step(data: string): Step
  /** A whole answer from a server that does not stream. */
  whole(data: string): Step
}

/** Reads one answer to its end, and refuses one that only looks complete. */
export async function readCompletion(
  call: StreamCall,
  dialect: Dialect,
  onText: (delta: string) => void,
  signal: AbortSignal,
): Promise<Completion> {
  const { words, answers } = redactorsOf(call.server)
  const answer = new AnswerSoFar(onText, answers)
  const take = (step: Step): void => answer.take(step)
  try {
    await openStream(call, signal, async ({ contentType, restMs, pieces }) => {
      answer.restMs = restMs
      const streams = /event-stream|ndjson/i.test(contentType)
      if (!streams && /json/i.test(contentType) && dialect.framing === 'sse') {
        return take(dialect.whole(await joined(pieces)))
      }
      if (/html/i.test(contentType)) {
        throw new ModelError('protocol', 'The server answered with a web page, not with a model')
      }
      const feed = framed(dialect, take)
      for await (const piece of pieces) {
        answer.hear(piece)
        feed(piece)
        if (answer.isOver) return
      }
      feed('\n\n')
    })
    return answer.complete()
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    // The answer had its end already; only the line was left open.
    if (error.kind === 'idle-timeout' && answer.hasEnd) return answer.complete()
    throw cleaned(error, words).withBegun(answer.begun())
  }
}

/** What has come of an answer, and whether it may be taken for whole. */
class AnswerSoFar {
  readonly #onText: (delta: string) => void
  readonly #redacting: RedactingStream
  #text = ''
  #thought = false
  #finish: Completion['finish'] | null = null
  #counts: TokenCounts = noCounts
  #events = 0
  #firstWords = ''
  /** The server has said that nothing more will come, though the socket may stay open. */
  isOver = false
  restMs = 0

  constructor(onText: (delta: string) => void, redactor: Redactor) {
    this.#onText = onText
    this.#redacting = redactor.stream()
  }

  /** The answer as it came, for an error: some servers say what is wrong in plain words, with 200. */
  hear(piece: string): void {
    if (this.#firstWords.length < summaryLimits.maxErrorBytes) this.#firstWords += piece
  }

  take(step: Step): void {
    this.#events++
    this.#write(this.#redacting.feed(step.text ?? ''))
    this.#thought ||= step.thought === true
    if (step.finish !== undefined) this.#finish = step.finish
    for (const name of countNames) {
      this.#counts = { ...this.#counts, [name]: step.tokens?.[name] ?? this.#counts[name] }
    }
    if (step.last === true) {
      this.isOver = true
      this.#write(this.#redacting.flush())
      // Some servers end with [DONE] alone.
      if (this.#text !== '') this.#finish ??= 'stop'
    }
  }

  #write(text: string): void {
    if (text === '') return
    this.#text += text
    this.#onText(text)
  }

  get hasEnd(): boolean {
    return this.#finish !== null
  }

  begun(): ModelErrorDetails['begun'] {
    return this.#events === 0 ? undefined : { ...this.#counts, text: this.#text }
  }

  complete(): Completion {
    this.#write(this.#redacting.flush())
    if (this.#text.trim() === '' && this.#thought && this.#finish !== 'refused') {
      throw new ModelError('empty', 'The model has thought, and written nothing', {
        onlyThought: true,
      })
    }
    if (this.#finish === null) {
      if (this.#text !== '') throw new ModelError('truncated', 'The answer ended in the middle')
      const said = this.#events === 0 ? messageIn(this.#firstWords) : ''
      throw new ModelError(
        'empty',
        `The server answered without a word${said === '' ? '' : ` of a model: ${said}`}`,
      )
    }
    if (this.#finish === 'stop' && this.#text.trim() === '') {
      throw new ModelError('empty', 'The model answered without a word')
    }
    return { text: this.#text, finish: this.#finish, restMs: this.restMs, ...this.#counts }
  }
}

const countNames = Object.keys(noCounts) as readonly (keyof TokenCounts)[]

function framed(dialect: Dialect, take: (step: Step) => void): (piece: string) => void {
  if (dialect.framing === 'sse') {
    const parser = createParser({ onEvent: ({ data }) => take(dialect.step(data)) })
    return (piece) => parser.feed(piece)
  }
  let rest = ''
  return (piece) => {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') take(dialect.step(line))
  }
}

async function joined(pieces: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}

/** Parses one event; an `error` in a stream that began with 200 is an error all the same. */
export function parseEvent(data: string): Record<string, unknown> {
  let parsed: unknown
  try {
    parsed = JSON.parse(data)
  } catch {
    throw new ModelError('protocol', 'The server sent something that is not JSON')
  }
  if (typeof parsed !== 'object' || parsed === null) {
    throw new ModelError('protocol', 'The server sent JSON that is no object')
  }
  const event = parsed as Record<string, unknown>
  if (event['error'] !== undefined && event['error'] !== null) {
    throw new ModelError('server', messageIn(data))
  }
  return event
}
