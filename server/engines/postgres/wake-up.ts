import { channel } from './events-sql.ts'
import { newClient, type Client } from './pool.ts'

/** Milliseconds after which it is looked even if nobody has said anything: a message may be lost. */
const pollMs = 1_000
/** Milliseconds before a broken connection is opened again. */
const reopenMs = 500

/** Calls `look` whenever the log may have grown, until the function that it returns is called. */
export async function wakeUp(
  url: string,
  look: () => void,
  onError: (error: Error) => void,
): Promise<() => Promise<void>> {
  let client: Client | null = null
  let isOver = false
  let reopening: NodeJS.Timeout | undefined

  async function open(): Promise<void> {
    const opened = newClient(url)
    const again = (error?: Error): void => {
      if (isOver || client !== opened) return
      client = null
      if (error) onError(error)
      void opened.end().catch(() => undefined)
      reopening = setTimeout(() => void open().catch(retry), reopenMs)
    }
    opened.on('error', again)
    opened.on('end', () => again())
    opened.on('notification', look)
    client = opened
    await opened.connect()
    await opened.query(`LISTEN ${channel}`)
    // What was said before it listened.
    look()
  }
  function retry(error: Error): void {
    onError(error)
    client = null
    if (!isOver) reopening = setTimeout(() => void open().catch(retry), reopenMs)
  }

  await open()
  const poll = setInterval(look, pollMs)
  poll.unref()
  return async () => {
    isOver = true
    clearInterval(poll)
    clearTimeout(reopening)
    await client?.end()
  }
}
