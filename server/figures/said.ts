import type { Summary, SummaryItem } from '../contract/summary.ts'
import type { Speech } from '../words/speech.ts'

/** Who wrote the summary, and why it was not the model that was asked, each on a line of its own. */
export function methodText(speech: Speech, { method }: Summary): string {
  const label = speech.sentence(method, method.label)
  const why =
    method.fallbackReason === undefined
      ? ''
      : speech.sentence(method.fallback ?? {}, method.fallbackReason)
  return [label, why].filter((line) => line !== '').join('\n')
}

/** `message 12`, and in an overview the room that it is in. */
export const citedText = (
  speech: Speech,
  { messageNumber: number, room }: Pick<SummaryItem, 'messageNumber' | 'room'>,
): string =>
  room === undefined
    ? speech.say('message_cited', { number })
    : speech.say('message_cited_in', { room: room.name, number })

/** What came of the room, in one sentence. */
export const headlineText = (_speech: Speech, summary: Summary): string => summary.headline
