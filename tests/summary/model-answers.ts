import { sendStream, streamOf, type AskedBody, type Script } from './scripted-server.ts'

/** One line of the data that a call holds: a message, or the answer to a part. */
export interface Line {
  id?: string
  text?: string
  part?: number
  keyPoints?: { source: string }[]
}

/** The JSON lines of data that a call holds. */
export function linesOf(body: AskedBody): Line[] {
  const user = body.messages.at(-1)?.content ?? ''
  const [boundary = ''] = /^data-[\w-]+$/m.exec(user) ?? []
  return (user.split(boundary)[2] ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

/** Whether a call asks to merge answers, not to read messages. */
export const isMerge = (body: AskedBody): boolean =>
  linesOf(body).some(({ part }) => part !== undefined)

/** An answer that is good for any call: one key point, from the first message that it holds. */
export function answerTo(body: AskedBody): string {
  const [first] = linesOf(body)
  const source = first?.id ?? first?.keyPoints?.[0]?.source ?? ''
  const headline = first?.id === undefined ? 'Merged' : `Part of ${source}`
  return JSON.stringify({
    headline,
    keyPoints: [{ text: headline, source }],
    decisions: [],
    actionItems: [],
    openQuestions: [],
  })
}

/** Reads in parts, and merges. */
export const piecewise: Script = (response, { body }) =>
  sendStream(response, streamOf(answerTo(body)))
