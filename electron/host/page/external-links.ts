import { dialog, shell, type BrowserWindow } from 'electron'
import { HostError } from '../host-error.ts'
import type { HostWords } from '../settings/words.ts'

const maxLength = 2_048

/** The address as the system may open it, or null. Only https, and no name or password in it. */
export function safeExternalUrl(address: string): URL | null {
  if (address.length > maxLength || !URL.canParse(address)) return null
  const url = new URL(address)
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url : null
}

/**
 * Opens a link in the browser after asking. Links come out of chats, so the question shows the
 * host as the browser will resolve it, not as the message spells it.
 */
export async function openExternalLink(
  address: string,
  window: BrowserWindow,
  words: HostWords,
): Promise<void> {
  const url = safeExternalUrl(address)
  if (url === null) {
    throw new HostError('unsafe_link', {})
  }
  const answer = await dialog.showMessageBox(window, {
    type: 'question',
    message: words.linkTitle(url.host),
    detail: url.href,
    buttons: [words.openLink, words.cancel],
    defaultId: 0,
    cancelId: 1,
  })
  if (answer.response === 0) await shell.openExternal(url.href)
}
