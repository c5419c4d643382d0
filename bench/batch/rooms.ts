import type { StoredMessage } from '../../server/ports/message.ts'

/** Rooms in which something is asked, answered, decided and promised, so that every sheet has what to tell. */
const said = [
  'Can somebody look at part {n} of the export today?',
  'I will look at part {n} by Friday.',
  'We decided to ship version {n} on Monday.',
  'The tests of part {n} are green again, thanks.',
  'Why is the page of version {n} so slow?',
  'It was the cache: I have emptied it.',
  'Please send me the list of version {n}.',
  'Lunch at noon?',
]
const minuteMs = 60_000

export const roomName = (room: number): string => `Room ${String(room + 1).padStart(4, '0')}`

/** The messages of one room: five people, a week long, the same in each run. */
export function messagesOf(room: number, count: number): StoredMessage[] {
  return Array.from({ length: count }, (_, index) => {
    const author = `Person ${(room * 3 + index * index) % 5} of team ${room % 40}`
    const text = said[(index * 7 + room) % said.length] ?? ''
    return {
      number: index + 1,
      id: `m${index}`,
      sourceId: `m${index}`,
      at: Date.UTC(2026, 0, 5, 8) + index * 50 * minuteMs + (room % 50) * minuteMs,
      timeSource: 'explicit',
      author,
      authorKey: author,
      kind: 'message',
      text: text.replace('{n}', String(index)),
      replyTo: null,
      attachments: [],
    }
  })
}
