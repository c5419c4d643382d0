import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { StoredMessage } from '../../server/ports/message.ts'

/** A meeting and what people wrote as its summary. */
export interface Meeting {
  id: string
  messages: StoredMessage[]
  references: string[]
}

const Row = z.object({
  id: z.string(),
  dialogue: z.array(z.object({ speaker: z.string(), text: z.string() })),
  refs: z.array(z.string()),
})

/** Reads one meeting a line; the transcribers' marks ("{vocalsound}") go, for every method alike. */
export async function readMeetings(file: string): Promise<Meeting[]> {
  const meetings: Meeting[] = []
  for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
    if (line.trim() === '') continue
    const { id, dialogue, refs } = Row.parse(JSON.parse(line))
    const messages = dialogue.map(({ speaker, text }, index) =>
      messageOf(
        index + 1,
        speaker,
        text
          .replace(/\{\w+\}/g, ' ')
          .replace(/\s+/g, ' ')
          .trim(),
      ),
    )
    meetings.push({ id, messages, references: refs })
  }
  return meetings
}

export const messageOf = (number: number, author: string, text: string): StoredMessage => ({
  number,
  id: `m${number}`,
  sourceId: null,
  at: null,
  timeSource: 'unknown',
  author,
  authorKey: author,
  kind: 'message',
  text,
  replyTo: null,
  attachments: [],
})
