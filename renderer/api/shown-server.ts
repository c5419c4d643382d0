import { thisComputer } from '../../server/contract/desktop-servers.ts'
import { isInBrowser } from './desktop.ts'

/** Which server the window shows; the page is loaded anew for another. */
export function shownServer(): string {
  const found = document.querySelector<HTMLMetaElement>('meta[name="app-server"]')?.content ?? ''
  return found === '' || found.startsWith('__') ? thisComputer : found
}

/** Whether the files of the server lie on another computer: then they are downloaded, and none is opened or shown. */
export const isElsewhere = (): boolean => isInBrowser() || shownServer() !== thisComputer
