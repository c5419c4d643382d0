/** Event that stands for a block with an id and no data, which no EventSource tells of. */
export const idAlone = 'id without data'

const lineEnd = /\r\n|\r|\n/gu
/** Enough of a line to know its field. */
const fieldLength = 'data:'.length

/**
 * Rewrites an event stream so that an EventSource tells all that becomes of the HTML standard's "last event
 * ID string". It is seeded with the cursor of the connection before, as browsers do, so that an empty one
 * means "reset"; and a block with an id and no data becomes an event named {@link idAlone}. Everything else
 * passes as it is.
 *
 * @param cursor what the connection before had seen; empty for none
 * @returns a function that takes decoded text, cut anywhere and without its byte order mark
 */
export function createIdHearing(cursor: string): (chunk: string) => string {
  /** The begin of the line that is being read. */
  let line = ''
  let hasId = false
  let hasData = false
  /** A chunk ended with CR; an LF at the begin of the next one belongs to it. */
  let endedWithCr = false
  // A comment at least: behind it, a second byte order mark is no longer at the begin, where it would be dropped.
  let seed = cursor === '' ? ':\n' : `id: ${cursor}\n\n`

  const readLine = (): string => {
    const [field] = line.split(':', 1)
    const isBlockEnd = line === ''
    const insert = isBlockEnd && hasId && !hasData ? `event: ${idAlone}\ndata\n` : ''
    hasId = !isBlockEnd && (hasId || field === 'id')
    hasData = !isBlockEnd && (hasData || field === 'data')
    line = ''
    return insert
  }

  return (chunk) => {
    let result = seed
    seed = ''
    if (chunk === '') return result
    let start = endedWithCr && chunk.startsWith('\n') ? 1 : 0
    result += chunk.slice(0, start)
    endedWithCr = chunk.endsWith('\r')
    lineEnd.lastIndex = start
    for (let end = lineEnd.exec(chunk); end !== null; end = lineEnd.exec(chunk)) {
      if (line.length < fieldLength)
        line += chunk.slice(start, Math.min(end.index, start + fieldLength))
      result += chunk.slice(start, end.index) + readLine() + end[0]
      start = lineEnd.lastIndex
    }
    if (line.length < fieldLength) line += chunk.slice(start, start + fieldLength)
    return result + chunk.slice(start)
  }
}

/** The body of a response, with its ids to be heard. */
export function hearIds(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  cursor: string,
): ReadableStream<Uint8Array> {
  const hearing = createIdHearing(cursor)
  return body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(
      new TransformStream<string, string>({
        start: (controller) => controller.enqueue(hearing('')),
        transform: (chunk, controller) => controller.enqueue(hearing(chunk)),
      }),
    )
    .pipeThrough(new TextEncoderStream())
}
