import type { Synapse } from './synapse.ts'

interface Said {
  id: string
  by: string
  isDeleted: boolean
}

/** Requests of one room under way at once. */
const atOnce = 4

/** People who talk in rooms of a homeserver, with edits, answers in threads and deletions, drawn by `draw`. */
export class Talk {
  readonly figures = { messages: 0, edits: 0, redactions: 0, threaded: 0 }
  readonly #said = new Map<string, Said[]>()
  readonly #synapse: Synapse
  readonly #tokens: readonly string[]
  readonly #draw: () => number
  #transactions = 0
  readonly #waiting: { count: number; resolve: () => void }[] = []

  /** @param tokens of people who are in all of the rooms */
  constructor(synapse: Synapse, tokens: readonly string[], draw: () => number) {
    this.#synapse = synapse
    this.#tokens = tokens
    this.#draw = draw
  }

  /** Has so many messages said in each of the rooms, all rooms at once. */
  async go(rooms: readonly string[], count: number): Promise<void> {
    await Promise.all(
      rooms.map(async (room) => {
        let left = count
        const person = async (): Promise<void> => {
          while (left-- > 0) await this.#turn(room)
        }
        await Promise.all(Array.from({ length: atOnce }, person))
      }),
    )
  }

  /** Resolves once so many more messages have been taken by the homeserver. */
  after(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ count: this.figures.messages + count, resolve })
    })
  }

  /** @returns the id of the event */
  async say(room: string, body: string, more: object = {}, by = this.#someone()): Promise<string> {
    const content = { msgtype: 'm.text', body, ...more }
    return this.#put(room, 'send/m.room.message', content, by)
  }

  /** One message, and at times a change of an earlier one after it. */
  async #turn(room: string): Promise<void> {
    const said = this.#said.get(room) ?? []
    this.#said.set(room, said)
    const by = this.#someone()
    const root = this.#draw() < 0.08 ? this.#one(said) : undefined
    const thread = {
      rel_type: 'm.thread',
      event_id: root?.id,
      is_falling_back: true,
      'm.in_reply_to': { event_id: root?.id },
    }
    const words = `Line ${this.#transactions} of ${room}`
    const id = await this.say(room, words, root ? { 'm.relates_to': thread } : {}, by)
    this.figures.messages++
    if (root !== undefined) this.figures.threaded++
    else said.push({ id, by, isDeleted: false })
    for (const each of this.#waiting) if (this.figures.messages >= each.count) each.resolve()
    const chance = this.#draw()
    const target = chance < 0.1 ? this.#one(said) : undefined
    if (target === undefined) return
    if (chance < 0.07) return this.#edit(room, target)
    target.isDeleted = true
    await this.#put(room, `redact/${encodeURIComponent(target.id)}`, {}, target.by)
    this.figures.redactions++
  }

  async #edit(room: string, { id, by }: Said): Promise<void> {
    // What somebody else wants a message to be does not count.
    const editor = this.#draw() < 0.1 ? this.#someone() : by
    const body = `edited ${this.#transactions} by ${this.#tokens.indexOf(editor)}`
    const more = {
      'm.new_content': { msgtype: 'm.text', body },
      'm.relates_to': { rel_type: 'm.replace', event_id: id },
    }
    await this.say(room, `* ${body}`, more, editor)
    this.figures.edits++
  }

  #someone(): string {
    return this.#tokens[Math.floor(this.#draw() * this.#tokens.length)] ?? ''
  }

  /** A message that stands, the new ones as often as all before them. */
  #one(said: readonly Said[]): Said | undefined {
    const length = this.#draw() < 0.5 ? Math.min(20, said.length) : said.length
    const found = said[said.length - 1 - Math.floor(this.#draw() * length)]
    return found?.isDeleted === false ? found : undefined
  }

  /** A homeserver that is away is asked again, with the same number, by which it knows what it has taken already. */
  async #put(room: string, what: string, content: object, by: string): Promise<string> {
    const path = `/rooms/${encodeURIComponent(room)}/${what}/talk${this.#transactions++}`
    for (;;) {
      try {
        return String((await this.#synapse.call(by, 'PUT', path, content))['event_id'])
      } catch (error) {
        // Of a homeserver that refuses a message there is an answer; one that is away throws at the socket.
        if (!(error instanceof TypeError)) throw error
        await this.#synapse.isUp()
      }
    }
  }
}
