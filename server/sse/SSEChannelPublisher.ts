import type { NewEvent } from '../ports/event-log.ts'
import { checkedEvent, type Outbox } from './outbox.ts'

export interface SSEChannelOptions {
  outbox: Outbox
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
  #isClosed = false

  constructor(channel: SSEChannelOptions) {
    this.#channel = channel
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** The event of a status, for who keeps it in one transaction with what it tells of. */
  status(data: object): NewEvent {
    const { room, SSEMsgKey: event, channelKey: coalesceKey } = this.#channel
    return checkedEvent({ room, event, data: JSON.stringify(data), coalesceKey })
  }

  /** The end event, likewise. */
  end(finalData: object): NewEvent {
    const { room, SSEEndKey: event } = this.#channel
    return checkedEvent({ room, event, data: JSON.stringify(finalData) })
  }

  /**
   * Publishes a status.
   *
   * @returns false, and nothing is published, if the channel is closed
   */
  emit(data: object): boolean {
    if (this.#isClosed) return false
    this.#channel.outbox.publish(this.status(data))
    return true
  }

  /** Publishes what is only of use to streams that are open now, such as text while it is being written. */
  emitTransient(event: string, data: object): boolean {
    if (this.#isClosed) return false
    const { room, outbox } = this.#channel
    outbox.publishTransient({ room, event, data: JSON.stringify(data) })
    return true
  }

  /**
   * Publishes the end event and closes the channel. When it resolves, the log has it, so that a crash right
   * after loses nothing; where the log cannot be written, it will.
   */
  async closeChannel(finalData: object): Promise<boolean> {
    if (this.#isClosed) return false
    this.#isClosed = true
    const { outbox } = this.#channel
    outbox.publish(this.end(finalData))
    await outbox.flush()
    return true
  }
}
