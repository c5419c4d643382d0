import { z } from 'zod'
import { RestError } from '../api/rest.ts'
import { Problem } from '../../server/contract/errors.ts'

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
export async function upload(files: readonly Upload[], send = fetch): Promise<string[]> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const importOids: string[] = []
  for (const { name, file } of files) {
    const query = new URLSearchParams({ name, timeZone })
    const response = await send(`/api/imports?${query}`, { method: 'POST', body: file }).catch(
      (cause: unknown) => {
        throw new RestError(0, 'unreachable', String(cause), { cause })
      },
    )
    const body: unknown = await response.json().catch(() => null)
    if (!response.ok) {
      const problem = Problem.safeParse(body)
      const { code, detail, params } = problem.data ?? { code: 'unexpected_answer' as const }
      throw new RestError(response.status, code, detail ?? `HTTP ${response.status}`, { params })
    }
    importOids.push(Answer.parse(body).importOid)
  }
  return importOids
}
