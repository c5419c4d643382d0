import type { RoomSink, SourceEntry } from '../reading/reader.ts'
import { bridgedIn } from '../reading/bridged.ts'
import type { IncomingMessage } from '../reading/reader.ts'

/** Messages that a nick must pass on, and their share of all it says, before it is offered. */
const ENOUGH_MESSAGES = 3
const ENOUGH_SHARE = 0.5
/** Nicks watched; a network has fewer bridges. */
const MAX_NICKS = 1_000

/** Looks for nicks that say `<somebody> words`, as bridges to other networks do. */
export interface BridgeWatch {
  see(message: IncomingMessage, entry: SourceEntry): void
  /** Offers what was found. */
  offer(sink: RoomSink): void
}

export function watchBridges(): BridgeWatch {
  const nicks = new Map<string, { passedOn: number; all: number; file: string }>()
  return {
    see({ author, kind, text }, entry) {
      const first = text.charCodeAt(0)
      const passesOn = (first === 0x3c || first === 0x5b) && bridgedIn(text) !== null
      // Whoever has never passed anything on is not counted, and most channels have no bridge.
      if ((!passesOn && nicks.size === 0) || kind !== 'message' || author === '') return
      const known = nicks.get(author)
      if (known) {
        known.all++
        if (passesOn) known.passedOn++
      } else if (passesOn && nicks.size < MAX_NICKS) {
        nicks.set(author, { passedOn: 1, all: 1, file: entry.name })
      }
    },
    offer(sink) {
      for (const [nick, { passedOn, all, file }] of nicks) {
        if (passedOn < ENOUGH_MESSAGES || passedOn < all * ENOUGH_SHARE) continue
        sink.offerBridge(nick, { file, text: nick })
      }
    },
  }
}
