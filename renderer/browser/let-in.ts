import { z } from 'zod'
import { AppCode } from '../../server/contract/access.ts'
import {
  letInAnswerUrl,
  letInMs,
  LetInWanted,
  readLetIn,
} from '../../server/contract/app-sign-in.ts'

const key = 'rapporteur-let-in'
const Kept = z.object({ at: z.number(), wanted: LetInWanted })

/**
 * What an app asks for in the address; kept for this tab alone, since the way to the provider leads away from the page
 * and back to another address of it.
 */
export function takeLetIn(hash: string, storage: Storage, now = Date.now()): LetInWanted | null {
  const wanted = readLetIn(hash)
  if (wanted !== null) storage.setItem(key, JSON.stringify({ at: now, wanted }))
  try {
    const kept = Kept.parse(JSON.parse(storage.getItem(key) ?? ''))
    return now - kept.at < letInMs ? kept.wanted : null
  } catch {
    return null
  }
}

/**
 * Takes the answer to the app, by leaving the page.
 *
 * @throws where the server gives no code
 */
export async function answerLetIn(wanted: LetInWanted, isLetIn: boolean): Promise<void> {
  let code: string | null = null
  if (isLetIn) {
    const response = await fetch('/api/sign-in/codes', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ challenge: wanted.challenge }),
    })
    if (!response.ok) throw new Error(`No code: ${response.status}`)
    code = AppCode.parse(await response.json()).code
  }
  sessionStorage.removeItem(key)
  location.replace(letInAnswerUrl(wanted, { server: location.origin, code }))
}
