import { z } from 'zod'
import { problemOf, unreachable } from '../api/rest-error.ts'

/** A file under the name that its import shall have. */
export interface Upload {
  name: string
  file: Blob
}

const Answer = z.object({ importOid: z.string() })

/**
 * Sends files to the server, one after the other, each as an import of its own. A time of day in a file that names no
 * zone is that of this computer.
 *
 * @throws RestError with the code of the server, or `unreachable`
 */
export async function upload(files: readonly Upload[]): Promise<string[]> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const importOids: string[] = []
  for (const { name, file } of files) {
    const query = new URLSearchParams({ name, timeZone })
    const sent = fetch(`/api/imports?${query}`, { method: 'POST', body: file })
    const response = await sent.catch((cause: unknown) => {
      throw unreachable(cause)
    })
    if (!response.ok) throw await problemOf(response)
    importOids.push(Answer.parse(await response.json()).importOid)
  }
  return importOids
}
