import type { Broadcaster } from './broadcaster.ts'

export interface SSEChannelOptions {
  broadcaster: Broadcaster
  /** Names the channel, one per report and room. Statuses of one channel replace each other for slow readers. */
  channelKey: string
  /** The room whose readers hear the channel. */
  room: string
  /** Event name of a status. */
  SSEMsgKey: string
  /** Event name of the end, which is sent once and never dropped. */
  SSEEndKey: string
}

/**
 * What the pipeline speaks through. It knows no response and no reader: every stream that follows the room
 * gets what it says, now or later.
 */
export class SSEChannelPublisher {
  readonly #channel: SSEChannelOptions
  readonly #broadcaster: Broadcaster
  #isClosed = false

  constructor(channel: SSEChannelOptions) {
    this.#channel = channel
    this.#broadcaster = channel.broadcaster
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /**
   * Publishes a status.
   *
   * @returns false, and nothing is published, if the channel is closed
   */
  emit(data: object): boolean {
    if (this.#isClosed) return false
    const { room, SSEMsgKey: event, channelKey: coalesceKey } = this.#channel
    this.#broadcaster.publish({ room, event, data: JSON.stringify(data), coalesceKey })
    return true
  }

  /** Publishes what is only of use to streams that are open now, such as text while it is being written. */
  emitTransient(event: string, data: object): boolean {
    if (this.#isClosed) return false
    const { room } = this.#channel
    this.#broadcaster.publishTransient({ room, event, data: JSON.stringify(data) })
    return true
  }

  /**
   * Publishes the end event and closes the channel. When it returns, the end event is in the log (in
   * the caller's transaction, if one runs), so that a crash right after loses nothing.
   */
  closeChannel(finalData: object): boolean {
    if (this.#isClosed) return false
    const { room, SSEEndKey: event } = this.#channel
    this.#broadcaster.publish({ room, event, data: JSON.stringify(finalData) })
    this.#broadcaster.persist()
    this.#isClosed = true
    return true
  }
}
