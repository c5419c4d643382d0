import { foldNick } from '../../imports/irc/record.ts'
import { ServiceError, type ServiceStream, type Session } from '../connector.ts'
import { connectionLimits } from '../limits.ts'
import { lineCutter, lineOf, parseLine, type IrcMessage } from './line.ts'

/** Lines that belong together, as the server has announced them. */
export interface Batch {
  type: string
  /** In lower case as the server folds names; empty where it is of no channel. */
  channel: string
  /** The batch in which it stands. */
  outer: Batch | null
}

/** A line, and the outermost batch that it came in; null: it came by itself, as it happened. */
export type Incoming = IrcMessage & { batch: Batch | null }

/** Milliseconds of silence after which the server is asked whether it is there, and those it has to answer. */
const silenceMs = 60_000
/** Batches that a server may have open at once, channels in which it may put us, things it may say of itself. */
const maxBatches = 100
const maxChannels = 20_000
const maxSupport = 1_000

interface Request {
  take(message: Incoming): boolean
  fail(error: ServiceError): void
}

/**
 * One connection to a server of IRC, from the first byte on. It answers for itself what keeps it alive, knows the
 * channels that it is in, and asks one thing at a time: answers of IRC do not say what they answer.
 */
export class IrcLink {
  /** What the server has agreed to. */
  caps: ReadonlySet<string> = new Set()
  /** What it says of itself, by name: `NETWORK`, `CHATHISTORY`, `CASEMAPPING`. */
  readonly support = new Map<string, string>()
  nick = ''
  /** Channels by their folded names, and since when we are in each, by the clock of the process. */
  readonly joined = new Map<string, number>()
  /** Those of them that the server shows to nobody else, where it has named their people. */
  readonly hidden = new Set<string>()
  readonly #stream: ServiceStream
  readonly #batches = new Map<string, Batch>()
  readonly #listeners = new Set<(message: Incoming) => void>()
  readonly #ended: Promise<ServiceError>
  #request: Request | null = null
  #queue: Promise<unknown> = Promise.resolve()
  #error: ServiceError | null = null
  #heardAt = Date.now()
  /** Since when somebody listens, by the clock of the process; null: nobody does. */
  #listenedSince: number | null = null

  private constructor(stream: ServiceStream) {
    this.#stream = stream
    this.#ended = this.#read()
  }

  static async open(session: Session): Promise<IrcLink> {
    const { protocol, hostname, port } = new URL(session.address)
    const isEncrypted = protocol === 'ircs:'
    return new IrcLink(
      await session.stream({
        host: hostname.replace(/^\[|\]$/g, ''),
        port: Number(port) || (isEncrypted ? 6_697 : 6_667),
        isEncrypted,
      }),
    )
  }

  get isOpen(): boolean {
    return this.#error === null
  }

  /** Milliseconds for which somebody has heard all of a channel. */
  heardForMs(channel: string): number {
    const now = performance.now()
    return now - Math.max(this.joined.get(this.fold(channel)) ?? now, this.#listenedSince ?? now)
  }

  close(): void {
    if (this.#error === null) this.#stream.write(lineOf('QUIT'))
    this.#stream.close()
  }

  /** Why it has ended. */
  ended(): Promise<ServiceError> {
    return this.#ended
  }

  /** Names that differ in case alone are one. */
  fold(name: string): string {
    return this.support.get('CASEMAPPING') === 'ascii' ? name.toLowerCase() : foldNick(name)
  }

  isChannel(name: string): boolean {
    return name !== '' && (this.support.get('CHANTYPES') ?? '#&').includes(name.charAt(0))
  }

  send(command: string, ...params: readonly string[]): void {
    this.#stream.write(lineOf(command, ...params))
  }

  /** Hears every line that answers nothing. */
  listen(listener: (message: Incoming) => void): () => void {
    this.#listeners.add(listener)
    this.#listenedSince ??= performance.now()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#listenedSince = null
    }
  }

  /**
   * Sends something and reads its answer, once what was asked before is answered.
   *
   * @param answer is given line after line. `taken`: this line belongs to the answer, more is to come;
   *   undefined: it belongs to something else; anything else is the answer. What it throws fails the request.
   */
  ask<Answer extends object>(
    send: () => void,
    answer: (message: Incoming) => Answer | 'taken' | undefined,
  ): Promise<Answer> {
    const asked = this.#queue.then(() => this.#askNow(send, answer))
    this.#queue = asked.catch(() => undefined)
    return asked
  }

  #askNow<Answer extends object>(
    send: () => void,
    answer: (message: Incoming) => Answer | 'taken' | undefined,
  ): Promise<Answer> {
    if (this.#error !== null) return Promise.reject(this.#error)
    return new Promise<Answer>((resolve, reject) => {
      // An answer that comes late would be taken for that of the next request.
      const timer = setTimeout(() => this.#fail('no answer in time'), connectionLimits.answerMs)
      const done = (): void => {
        clearTimeout(timer)
        this.#request = null
      }
      this.#request = {
        take(message) {
          try {
            const found = answer(message)
            if (found === undefined) return false
            if (found === 'taken') {
              timer.refresh()
              return true
            }
            done()
            resolve(found)
          } catch (error) {
            done()
            reject(error as Error)
          }
          return true
        },
        fail(error) {
          done()
          reject(error)
        },
      }
      try {
        send()
      } catch (error) {
        done()
        reject(error as Error)
      }
    })
  }

  #fail(why: string): void {
    this.#end(new ServiceError('unavailable', why))
    this.#stream.close()
  }

  #end(error: ServiceError): ServiceError {
    this.#error ??= error
    this.#request?.fail(this.#error)
    return this.#error
  }

  async #read(): Promise<ServiceError> {
    const cut = lineCutter()
    const watch = setInterval(() => this.#watch(), silenceMs / 2)
    watch.unref()
    try {
      for (;;) {
        const chunk = await this.#stream.next()
        if (chunk === null) return this.#end(new ServiceError('unavailable', 'it was closed'))
        this.#heardAt = Date.now()
        for (const line of cut(chunk)) {
          const message = parseLine(line)
          if (message !== null) this.#take(message)
        }
      }
    } catch (error) {
      return this.#end(new ServiceError('unavailable', String(error)))
    } finally {
      clearInterval(watch)
    }
  }

  #watch(): void {
    const silent = Date.now() - this.#heardAt
    if (silent >= 2 * silenceMs) this.#fail('the server is silent')
    else if (silent >= silenceMs) this.send('PING', 'still-there')
  }

  #take(message: IrcMessage): void {
    const { command, params } = message
    if (command === 'PING') return this.send('PONG', params.at(-1) ?? '')
    if (command === 'ERROR') {
      this.#end(errorOf(params.at(-1) ?? ''))
      return this.#stream.close()
    }
    if (command === 'BATCH') return this.#batch(message)
    const incoming = { ...message, batch: this.#outermost(message) }
    this.#know(incoming)
    if (this.#request?.take(incoming) === true) return
    for (const listener of this.#listeners) listener(incoming)
  }

  #batch(message: IrcMessage): void {
    const [name = '', type = '', target = ''] = message.params
    const ref = name.slice(1)
    if (name.startsWith('+')) {
      if (this.#batches.size >= maxBatches) return this.#fail('too many batches')
      const outer = this.#batches.get(message.tags.get('batch') ?? '') ?? null
      this.#batches.set(ref, { type, channel: this.fold(target), outer })
      return
    }
    const batch = this.#batches.get(ref)
    this.#batches.delete(ref)
    if (batch !== undefined) this.#request?.take({ ...message, batch })
  }

  /** A batch that was never begun counts as one of no type: what is in it did not happen now. */
  #outermost({ tags }: IrcMessage): Batch | null {
    const ref = tags.get('batch')
    if (ref === undefined) return null
    let batch = this.#batches.get(ref) ?? { type: '', channel: '', outer: null }
    while (batch.outer !== null) batch = batch.outer
    return batch
  }

  /** What it has to know of itself. */
  #know({ command, params, source, batch }: Incoming): void {
    if (batch?.type === 'chathistory') return
    const [first = '', second = '', third = ''] = params
    const isMe = this.fold(source) === this.fold(this.nick)
    if (command === '001') this.nick = first
    else if (command === '005') for (const token of params.slice(1, -1)) this.#supports(token)
    else if (command === '353' && second !== '=' && this.joined.has(this.fold(third))) {
      this.hidden.add(this.fold(third))
    } else if (command === 'NICK' && isMe) this.nick = first
    else if (command === 'JOIN' && isMe && this.joined.size < maxChannels) {
      this.joined.set(this.fold(first), performance.now())
    } else if (command === 'PART' && isMe) this.joined.delete(this.fold(first))
    else if (command === 'KICK' && this.fold(second) === this.fold(this.nick)) {
      this.joined.delete(this.fold(first))
    }
  }

  #supports(token: string): void {
    const [name = '', value = ''] = token.split(/=(.*)/s, 2)
    if (name.startsWith('-')) this.support.delete(name.slice(1))
    else if (this.support.size < maxSupport) this.support.set(name, value)
  }
}

/** A server says in words alone why it closes a connection. */
const errorOf = (words: string): ServiceError =>
  /password|\bSASL\b|authenticat|not authorized/i.test(words)
    ? new ServiceError('unauthorized', words)
    : new ServiceError('unavailable', words)
