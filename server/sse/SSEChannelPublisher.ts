/** What a channel lets its publisher do. */
export interface ChannelEnd {
  send(data: object): void
  sendTransient(event: string, data: object): void
  end(finalData: object): void
}

/**
 * What the pipeline speaks through. It knows no response and no reader: whoever follows the room gets
 * what it says, now or later.
 */
export class SSEChannelPublisher {
  readonly #channel: ChannelEnd
  #isClosed = false

  constructor(channel: ChannelEnd) {
    this.#channel = channel
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
    this.#channel.send(data)
    return true
  }

  /** Publishes what is only of use to those who listen now, such as text while it is being written. */
  emitTransient(event: string, data: object): boolean {
    if (this.#isClosed) return false
    this.#channel.sendTransient(event, data)
    return true
  }

  /**
   * Publishes the end event and closes the channel. When it returns, the end event is in the log (in
   * the caller's transaction, if one runs), so that a crash right after loses nothing.
   */
  closeChannel(finalData: object): boolean {
    if (this.#isClosed) return false
    this.#channel.end(finalData)
    this.#isClosed = true
    return true
  }
}
