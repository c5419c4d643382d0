import { newClient, type Client } from './pool.ts'

/** Another process works on the database. */
export class DatabaseInUse extends Error {
  override name = 'DatabaseInUse'
  readonly code = 'data_folder_in_use'
}

/** Held until it is released, or until its process ends, however it ends. */
export interface ProcessLock {
  release(): Promise<void>
}

/** One number among all advisory locks of the database: "rap1". */
const processLock = 0x72617031
/** Milliseconds between two tries to take the lock again. */
const againMs = 500

async function take(url: string, place: string): Promise<Client> {
  const client = newClient(url)
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ ok: boolean }>('SELECT pg_try_advisory_lock($1) AS ok', [
      processLock,
    ])
    if (rows[0]?.ok === true) return client
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
  await client.end()
  throw new DatabaseInUse(
    `${place} is in use by another Rapporteur. Quit that one, or choose another database.`,
  )
}

/**
 * Takes the database for this process: what waits in it is held in the memory of one. PostgreSQL gives the lock
 * back as soon as the connection ends; one that breaks is opened again.
 *
 * @param onLost told once another process has taken the database meanwhile
 * @throws DatabaseInUse with a sentence for people
 */
export async function lockDatabase(
  url: string,
  place: string,
  onLost: (error: DatabaseInUse) => void,
): Promise<ProcessLock> {
  let isOver = false
  let again: NodeJS.Timeout | undefined
  let client = await take(url, place)

  function watch(): void {
    client.once('end', () => {
      if (!isOver) again = setTimeout(() => void takeAgain(), againMs)
    })
  }
  async function takeAgain(): Promise<void> {
    try {
      client = await take(url, place)
      if (isOver) await client.end()
      else watch()
    } catch (error) {
      if (isOver) return
      if (error instanceof DatabaseInUse) onLost(error)
      else again = setTimeout(() => void takeAgain(), againMs)
    }
  }
  watch()
  return {
    async release() {
      isOver = true
      clearTimeout(again)
      await client.end().catch(() => undefined)
    },
  }
}
