import type { Broadcaster } from './broadcaster.ts'
import { SSEChannelPublisher } from './SSEChannelPublisher.ts'

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

/** The server's end of one status stream. It turns what its publisher says into events of its room. */
export class SSEChannel {
  readonly #options: SSEChannelOptions
  #publisher: SSEChannelPublisher | null = null

  constructor(options: SSEChannelOptions) {
    this.#options = options
  }

  getSSEMsgKey(): string {
    return this.#options.SSEMsgKey
  }

  /** The one publisher of this channel. */
  getSSEPublisher(): SSEChannelPublisher {
    const { broadcaster, channelKey, room, SSEMsgKey, SSEEndKey } = this.#options
    this.#publisher ??= new SSEChannelPublisher({
      send(data) {
        broadcaster.publish({
          room,
          event: SSEMsgKey,
          data: JSON.stringify(data),
          coalesceKey: channelKey,
        })
      },
      sendTransient(event, data) {
        broadcaster.publishTransient({ room, event, data: JSON.stringify(data) })
      },
      end(finalData) {
        broadcaster.publish({ room, event: SSEEndKey, data: JSON.stringify(finalData) })
        broadcaster.persist()
      },
    })
    return this.#publisher
  }
}
