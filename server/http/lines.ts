import type { Readable } from 'node:stream'
import { HttpProblem } from './problem.ts'

/**
 * The lines of a request body as UTF-8, without ever holding more than one line and one chunk.
 * Ends with 413 when the body or a line is too long.
 */
export async function* bodyLines(
  body: Readable,
  limits: { maxBytes: number; maxLineBytes: number },
): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder('utf-8')
  let bytes = 0
  let rest = ''
  const tooLong = (context: 'body' | 'line', limit: number): HttpProblem =>
    new HttpProblem(413, { code: 'payload_too_large', params: { context, limit } })
  // Refused in the middle, the body is not destroyed: its connection still has to carry the answer.
  const chunks = body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > limits.maxBytes) throw tooLong('body', limits.maxBytes)
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > limits.maxLineBytes) throw tooLong('line', limits.maxLineBytes)
    yield* lines
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}
