import { setTimeout as sleep } from 'node:timers/promises'
import type { ImapFlow } from 'imapflow'
import { ServiceError, type Session } from '../connector.ts'
import { connectTo, openFolder, serviceErrorOf } from './mailbox.ts'

/** A line hears of one folder; servers allow some ten lines of an account, and other programs need some too. */
const maxLines = 4
/** The other folders are looked at so often. */
const lookMs = 60_000
/** A line that has heard nothing is used after so long: networks cut those that are silent. */
const silentMs = 4 * 60_000

const idling = {
  disableAutoIdle: false,
  autoIdleDelay: 100,
  maxIdleTime: silentMs,
  socketTimeout: silentMs + 60_000,
}

/**
 * Tells of folders that have got something new, until the signal ends it or a line breaks, then rejects.
 *
 * @param news is called with the path of a folder; more often than needed does no harm
 */
export async function watchFolders(
  session: Session,
  paths: readonly string[],
  on: { connected(): void; news(path: string): void },
): Promise<never> {
  const stop = new AbortController()
  const own = { ...session, signal: AbortSignal.any([session.signal, stop.signal]) }
  const clients: ImapFlow[] = []
  const broken: Promise<never>[] = []
  try {
    const heard = paths.slice(0, maxLines)
    const looked = paths.slice(maxLines)
    for (const path of heard) {
      const client = await connectTo(own, idling)
      clients.push(client)
      broken.push(ended(client))
      if (await isOpened(client, path)) client.on('exists', () => on.news(path))
    }
    if (looked.length > 0) {
      const client = await connectTo(own, { socketTimeout: silentMs })
      clients.push(client)
      broken.push(look(client, looked, own.signal, on.news))
    }
    on.connected()
    return await Promise.race(broken)
  } catch (error) {
    session.signal.throwIfAborted()
    throw serviceErrorOf(error)
  } finally {
    stop.abort()
    for (const each of broken) each.catch(() => undefined)
    for (const client of clients) client.close()
  }
}

/** A folder that cannot be opened is named by whoever reads it. */
const isOpened = (client: ImapFlow, path: string): Promise<boolean> =>
  openFolder(client, path).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ServiceError) return false
      throw error
    },
  )

const ended = (client: ImapFlow): Promise<never> =>
  new Promise((_, reject) => {
    client.once('close', () => reject(new ServiceError('unavailable', 'the line was closed')))
  })

async function look(
  client: ImapFlow,
  paths: readonly string[],
  signal: AbortSignal,
  news: (path: string) => void,
): Promise<never> {
  const known = new Map<string, string>()
  for (;;) {
    for (const path of paths) {
      const query = { uidNext: true, uidValidity: true }
      const status = await client.status(path, query).catch((error: unknown) => {
        if (client.usable) return false as const
        throw error
      })
      const now = status === false ? '' : `${status.uidValidity}:${status.uidNext}`
      if (known.has(path) && known.get(path) !== now) news(path)
      known.set(path, now)
    }
    await sleep(lookMs, undefined, { signal, ref: false })
  }
}
