import type { Summary } from '../../server/contract/summary.ts'
import type { StoredMessage } from '../../server/ports/message.ts'
import { createExtractiveEngine, type ExtractiveOptions } from '../../server/summary/index.ts'

/** 2024-05-01, a Wednesday. */
export const start = Date.UTC(2024, 4, 1, 9)

/** A message; what is left out is plain. Times run by the minute. */
export function message(
  number: number,
  author: string,
  text: string,
  changes: Partial<StoredMessage> = {},
): StoredMessage {
  return {
    number,
    id: `id-${number}`,
    sourceId: null,
    at: start + number * 60_000,
    timeSource: 'explicit',
    author,
    authorKey: author,
    kind: 'message',
    text,
    replyTo: null,
    attachments: [],
    ...changes,
  }
}

/** Lines of "author: text" as a room. */
export function roomOf(script: string): StoredMessage[] {
  return script
    .trim()
    .split('\n')
    .map((line, index) => {
      const [, author = '', text = ''] = /^\s*([^:]+): (.*)$/u.exec(line) ?? []
      return message(index + 1, author, text)
    })
}

export const room = { roomOid: 'room', name: 'Room', source: 'test', format: 'test' }

export function summarize(
  messages: readonly StoredMessage[],
  options: ExtractiveOptions = {},
): Promise<Summary> {
  return createExtractiveEngine(options).summarize(
    { room, total: messages.length, messages: () => [messages] },
    () => undefined,
    new AbortController().signal,
  )
}

/** A word for a number: lines that differ in digits alone would count as one flood. */
export const wordFor = (number: number): string =>
  [...String(number)]
    .map((digit) => ['ba', 'ce', 'di', 'fo', 'gu', 'ha', 'je', 'ki', 'lo', 'mu'][Number(digit)])
    .join('')
