import { createParser } from 'eventsource-parser'
import { messageIn, ModelError } from './errors.ts'
import { openStream, type StreamCall } from './http.ts'
import type { Completion } from './transport.ts'

/** What one event of a stream adds. */
export interface Step {
  text?: string | undefined
  finish?: Completion['finish'] | undefined
  promptTokens?: number | undefined
  completionTokens?: number | undefined
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
  const state = { text: '', finish: null as Completion['finish'] | null, last: false }
  const usage = { promptTokens: null as number | null, completionTokens: null as number | null }
  const take = (step: Step): void => {
    if (step.text !== undefined && step.text !== '') {
      state.text += step.text
      onText(step.text)
    }
    if (step.finish !== undefined) state.finish = step.finish
    usage.promptTokens = step.promptTokens ?? usage.promptTokens
    usage.completionTokens = step.completionTokens ?? usage.completionTokens
    if (step.last === true) {
      state.last = true
      // Some servers end with [DONE] alone.
      if (state.text !== '') state.finish ??= 'stop'
    }
  }
  try {
    await openStream(call, signal, async ({ contentType, pieces }) => {
      const streams = /event-stream|ndjson/i.test(contentType)
      if (!streams && /json/i.test(contentType) && dialect.framing === 'sse') {
        return take(dialect.whole(await joined(pieces)))
      }
      if (/html/i.test(contentType)) {
        throw new ModelError('protocol', 'The server answered with a web page, not with a model')
      }
      const feed = framed(dialect, take)
      for await (const piece of pieces) {
        feed(piece)
        if (state.last) return
      }
      feed('\n\n')
    })
  } catch (error) {
    // The answer had its end already; only the line was left open.
    const complete = error instanceof ModelError && error.kind === 'idle-timeout'
    if (!complete || state.finish === null) throw error
  }
  if (state.finish === null) {
    if (state.text === '') throw new ModelError('empty', 'The server answered without a word')
    throw new ModelError('truncated', 'The answer ended in the middle')
  }
  if (state.finish === 'stop' && state.text.trim() === '') {
    throw new ModelError('empty', 'The model answered without a word')
  }
  return { text: state.text, finish: state.finish, ...usage }
}

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
