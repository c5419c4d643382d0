import type { StoredMessage } from '../../ports/message.ts'
import { extractiveLimits } from './limits.ts'
import { ConceptCounts } from './concepts.ts'
import { Links } from './links.ts'
import { Names } from '../conversations/names.ts'
import { People } from './people.ts'
import { RoomLanguage } from './room-language.ts'
import { Shapes } from './shapes.ts'
import { spokenText } from './talk.ts'
import { wordsOf } from './words.ts'

/** The first reading of a room: counts words, links and people, and learns their names. */
export class FirstReading {
  messages = 0
  words = 0
  from: number | null = null
  to: number | null = null
  readonly people = new People()
  readonly names = new Names()
  readonly counts: ConceptCounts
  readonly shapes: Shapes
  /** Answers by the id of the message they answer. */
  readonly replies = new Map<string, number>()
  readonly links = new Links()
  readonly language = new RoomLanguage()

  /** @param lines - About how many lines there will be; sizes the tables. */
  constructor(lines: number) {
    this.counts = new ConceptCounts(lines)
    this.shapes = new Shapes(lines)
  }

  add(message: StoredMessage): void {
    if (message.kind !== 'message') return
    this.messages++
    this.#span(message.at)
    this.people.add(message)
    this.names.add(message.author, message.authorKey)
    if (message.sourceName !== undefined) this.names.addName(message.sourceName, message.authorKey)
    this.links.add(message)
    this.#reply(message.replyTo)

    const spoken = spokenText(message.text, this.people.isCalled)
    this.language.add(spoken)
    const words = wordsOf(spoken)
    this.words += words.length
    // A line that floods the room must not make its words the subject of the room.
    if (this.shapes.add(spoken) > 0 && words.length > 3) return
    this.counts.add(words)

    if (this.people.calledBy(message.text).length > 0) this.people.addressed++
  }

  close(): void {
    this.counts.close(this.people.nickStems)
  }

  #span(at: number | null): void {
    if (at === null) return
    if (this.from === null || at < this.from) this.from = at
    if (this.to === null || at > this.to) this.to = at
  }

  #reply(messageId: string | null): void {
    if (messageId === null) return
    const replies = this.replies.get(messageId)
    if (replies !== undefined || this.replies.size < extractiveLimits.maxReplyTargets) {
      this.replies.set(messageId, (replies ?? 0) + 1)
    }
  }
}
