import { channel } from './events-sql.ts'
import { newClient, reset, type Client } from './pool.ts'

/** Milliseconds after which it is looked even if nobody has said anything: a message may be lost. */
const pollMs = 1_000
/** Milliseconds before a broken connection is opened again. */
const reopenMs = 500

export interface WakeUp {
  /** Gives up the connection, which may be a dead one, for another. */
  renew(): void
  stop(): Promise<void>
}

/** Calls `look` whenever the log may have grown, until it is stopped. */
export async function wakeUp(
  url: string,
  look: () => void,
  onError: (error: Error) => void,
): Promise<WakeUp> {
  let client: Client | null = null
  let isOver = false
  let reopening: NodeJS.Timeout | undefined

  function openLater(): void {
    if (!isOver) reopening = setTimeout(() => void open().catch(failed), reopenMs)
  }
  function failed(error: Error): void {
    onError(error)
    openLater()
  }

  async function open(): Promise<void> {
    const opened = newClient(url)
    // Errors come before the end, which is what counts.
    opened.on('error', onError)
    opened.on('notification', look)
    try {
      await opened.connect()
      await opened.query(`LISTEN ${channel}`)
    } catch (error) {
      await opened.end().catch(() => undefined)
      throw error
    }
    if (isOver) return opened.end()
    client = opened
    opened.once('end', () => {
      client = null
      openLater()
    })
    // What was said before it listened.
    look()
  }

  await open()
  const poll = setInterval(look, pollMs)
  poll.unref()
  return {
    renew() {
      if (client !== null) reset(client)
    },
    async stop() {
      isOver = true
      clearInterval(poll)
      clearTimeout(reopening)
      await client?.end()
    },
  }
}
