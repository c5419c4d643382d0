/**
 * Text of the event stream format (WHATWG HTML, section 9.2.6). Pure: strings in, one string out.
 *
 * Refuses instead of repairing: a name or an id with a line break is a bug or an attack of whoever
 * published it, so the error must reach the publisher, not the wire.
 */

/** One block of the stream. Every part is optional; an `id` alone moves the reader's cursor. */
export interface Frame {
  /** Event name. `''` is the same as none. `error`, `open` and `message` are refused. */
  event?: string
  /** `''` clears the reader's cursor; `0` is an id like any other. */
  id?: string | number
  /** Milliseconds the reader waits before it reconnects. */
  retry?: number
  /** Any text; every line becomes a `data:` line of its own. */
  data?: string
}

/** Above this a Node client's `setTimeout` overflows and fires after one millisecond. */
const maxRetryMs = 2_147_483_647

/** Names that an EventSource fires itself: such an event would look like an error of the connection. */
const reservedNames: ReadonlySet<string> = new Set(['error', 'open', 'message'])

const lineBreak = /\r\n|\r|\n/
const forbiddenInField = /[\r\n\0]/

/** @throws TypeError if the name cannot stand in a stream */
export function assertEventName(name: string): void {
  if (forbiddenInField.test(name)) {
    throw new TypeError(`An event name must not contain CR, LF or NUL: ${JSON.stringify(name)}`)
  }
  if (reservedNames.has(name)) {
    throw new TypeError(`An event must not be named "${name}": EventSource fires that name itself`)
  }
}

function assertId(id: string): void {
  if (forbiddenInField.test(id)) {
    throw new TypeError(`An event id must not contain CR, LF or NUL: ${JSON.stringify(id)}`)
  }
}

function assertRetry(retry: number): void {
  // Checked as a number, because a string could carry a line break (honojs/hono#5299).
  if (!Number.isInteger(retry) || retry < 0 || retry > maxRetryMs) {
    throw new RangeError(`retry must be a whole number of milliseconds up to ${maxRetryMs}`)
  }
}

/**
 * One block, ready to be written with one call: a heartbeat between two writes of one event would
 * end that event early.
 *
 * An `event` without `data` gets an empty `data:` line, because readers do not dispatch an event
 * that has none.
 *
 * @throws TypeError for a name or id that would forge fields, RangeError for an unusable `retry`
 */
export function encodeFrame(frame: Frame): string {
  const { event, id, retry, data } = frame
  let text = ''
  if (event !== undefined && event !== '') {
    assertEventName(event)
    text += `event: ${event}\n`
  }
  if (id !== undefined) {
    const value = String(id)
    assertId(value)
    text += value === '' ? 'id:\n' : `id: ${value}\n`
  }
  if (retry !== undefined) {
    assertRetry(retry)
    text += `retry: ${retry}\n`
  }
  if (data !== undefined) text += dataLines(data)
  else if (event !== undefined && event !== '') text += 'data: \n'
  return `${text}\n`
}

/** A comment, which readers skip; used to get the head of the response out at once. */
export function encodeComment(text = ''): string {
  return `${text
    .split(lineBreak)
    .map((line) => (line === '' ? ':' : `: ${line}`))
    .join('\n')}\n\n`
}

function dataLines(data: string): string {
  // JSON never has a raw line break, so the usual event takes this path.
  if (!data.includes('\n') && !data.includes('\r')) return `data: ${data}\n`
  return data
    .split(lineBreak)
    .map((line) => `data: ${line}\n`)
    .join('')
}
