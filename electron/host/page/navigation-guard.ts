import { app } from 'electron'
import { isAppUrl } from './app-url.ts'

/** What the navigation events have in common. */
interface Departure {
  url: string
  isMainFrame: boolean
  preventDefault(): void
}

/** A window shows our page and nothing else, whatever a link, a script or a redirect says. */
export function setupNavigationGuard(): void {
  const stay = (event: Departure): void => {
    if (!event.isMainFrame || !isAppUrl(event.url)) event.preventDefault()
  }
  app.on('web-contents-created', (_created, contents) => {
    contents.on('will-frame-navigate', stay)
    contents.on('will-navigate', stay)
    contents.on('will-redirect', stay)
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}
