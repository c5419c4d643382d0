import { SSEChannelPublisher, type SSEChannelOptions } from './SSEChannelPublisher.ts'

export type { SSEChannelOptions } from './SSEChannelPublisher.ts'

/** The server's end of one status stream: events of one room, under the names that its readers subscribe to. */
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
    return (this.#publisher ??= new SSEChannelPublisher(this.#options))
  }
}
