import { setTimeout as sleep } from 'node:timers/promises'
import {
  archiveIdOf,
  bareOf,
  resourceOf,
  spokenOf,
  type Stanza,
} from '../../imports/xmpp/stanza.ts'
import { ServiceError, type Heard, type Session } from '../connector.ts'
import { connectionLimits } from '../limits.ts'
import { jidOf, onSharedLine, xml, type XmppLine } from './line.ts'

const muc = 'http://jabber.org/protocol/muc'
const mucUser = `${muc}#user`
/** A line that has heard nothing is tried after so long: networks cut those that are silent. */
const silentMs = 4 * 60_000
/**
 * An archive knows when something was said, and mostly by the second alone, of which the newest message has the last
 * millisecond (`timeBefore`). What is heard stands behind that, in the order in which it is heard, until the archive is asked.
 */
const endOfSecond = (now: number): number => Math.floor(now / 1_000) * 1_000 + 999
/** Codes by which a room says that we are put out for good: banned, or no longer a member. */
const outForGood = new Set(['301', '321', '322'])

interface On {
  connected(): void
  heard(event: Heard): void
  rooms(): readonly string[]
}

/** Enters the rooms that are read, and tells what is said there until the line breaks. */
export function follow(session: Session, on: On): Promise<void> | null {
  const rooms = new Set(on.rooms())
  if (rooms.size === 0) return null
  return onSharedLine(session, async (line) => {
    const entering = new Entering(
      line,
      rooms,
      jidOf(session.secrets['jid'] ?? '')?.user ?? 'rapporteur',
    )
    let fail: (error: Error) => void = () => undefined
    const thrownOut = new Promise<never>((_, reject) => (fail = reject))
    thrownOut.catch(() => undefined)
    const stop = line.listen((stanza) => {
      const from = String(stanza.attrs['from'] ?? '')
      const room = bareOf(from).toLowerCase()
      if (!rooms.has(room)) return
      if (stanza.name === 'message') {
        for (const event of heardIn(stanza, room)) on.heard(event)
      } else if (stanza.name === 'presence') {
        const outcome = entering.told(room, resourceOf(from), stanza)
        if (outcome === 'lost') on.heard({ type: 'lost', room })
        else if (outcome === 'left') fail(new ServiceError('unavailable', `put out of ${room}`))
      }
    })
    try {
      await entering.all(session.signal)
      on.connected()
      return await Promise.race([line.ended, thrownOut, alive(line, session.signal)])
    } finally {
      stop()
    }
  })
}

function* heardIn(stanza: Stanza, room: string): Generator<Heard> {
  if (stanza.attrs['type'] !== 'groupchat' || stanza.getChild('delay', 'urn:xmpp:delay')) return
  const id = archiveIdOf(stanza, room)
  const spoken = spokenOf(stanza, { id: id ?? '', at: endOfSecond(Date.now()) })
  if (spoken === null) return
  // What a change belongs to stands in the archive, as does what came without its id.
  if (id === null || spoken.type === 'changed') yield { type: 'gap', room }
  else yield { type: 'said', room, said: { message: spoken.message, deletedAt: spoken.deletedAt } }
}

async function alive(line: XmppLine, signal: AbortSignal): Promise<never> {
  for (;;) {
    await sleep(silentMs, undefined, { signal, ref: false })
    // A server that knows no ping answers all the same.
    await line.ask('get', null, xml('ping', { xmlns: 'urn:xmpp:ping' })).catch((error: unknown) => {
      if (error instanceof ServiceError && error.kind !== 'unavailable') return
      throw error
    })
  }
}

/** Goes into rooms, under another name where one is taken. */
class Entering {
  readonly #line: XmppLine
  readonly #nick: string
  readonly #nicks = new Map<string, string>()
  readonly #waiting: Set<string>
  #done: () => void = () => undefined

  constructor(line: XmppLine, rooms: ReadonlySet<string>, nick: string) {
    this.#line = line
    this.#nick = nick
    this.#waiting = new Set(rooms)
  }

  /** Resolves once all rooms have answered, or did not in time: they are read from the archive then. */
  async all(signal: AbortSignal): Promise<void> {
    const answered = new Promise<void>((resolve) => (this.#done = resolve))
    const rooms = [...this.#waiting]
    for (const room of rooms) await this.#enter(room, this.#nick)
    const late = AbortSignal.any([signal, AbortSignal.timeout(connectionLimits.answerMs)])
    const tooLate = new Promise<void>((resolve) => late.addEventListener('abort', () => resolve()))
    await Promise.race([answered, tooLate, this.#line.ended])
    signal.throwIfAborted()
  }

  #enter(room: string, nick: string): Promise<void> {
    this.#nicks.set(room, nick)
    const history = xml('history', { maxstanzas: '0' })
    return this.#line.send(
      xml('presence', { to: `${room}/${nick}` }, xml('x', { xmlns: muc }, history)),
    )
  }

  /** What a presence of a room says of us: we may not be there, or are not any more. */
  told(room: string, nick: string, stanza: Stanza): 'lost' | 'left' | null {
    const type = stanza.attrs['type']
    if (type === 'error') {
      const error = stanza.getChild('error')
      if (error?.getChild('conflict') !== undefined && (this.#nicks.get(room)?.length ?? 0) < 100) {
        void this.#enter(room, `${this.#nicks.get(room)}_`).catch(() => undefined)
        return null
      }
      this.#answered(room)
      return error?.attrs['type'] === 'wait' ? null : 'lost'
    }
    const user = stanza.getChild('x', mucUser)
    const codes = new Set((user?.getChildren('status') ?? []).map(({ attrs }) => attrs['code']))
    if (!codes.has('110') && nick !== this.#nicks.get(room)) return null
    this.#answered(room)
    if (type !== 'unavailable') return null
    const isGone = user?.getChild('destroy') !== undefined
    return isGone || [...codes].some((code) => outForGood.has(String(code))) ? 'lost' : 'left'
  }

  #answered(room: string): void {
    this.#waiting.delete(room)
    if (this.#waiting.size === 0) this.#done()
  }
}
