import './api/zod-without-eval.ts'
import './app/mantine.css'
import './app/tokens.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { createRoot } from 'react-dom/client'
import type { DesktopApi } from '../server/contract/desktop-api.ts'
import { findDesktop } from './api/desktop.ts'
import { shownServer } from './api/shown-server.ts'
import { App } from './app/App.tsx'
import { startI18n } from './app/i18n.ts'
import { startLanguage } from './app/language.ts'
import { hostTheme, themeOf } from './app/host-theme.ts'
import { startListeners } from './app/listeners.ts'
import { createNotices } from './app/notices.ts'
import { start } from './app/start.ts'
import { theme, variables } from './app/theme.ts'
import { drawFirst } from './starting/draw-first.ts'
import { keepTexts } from './starting/kept-texts.ts'
import { unsettle, useSettled } from './starting/settled.ts'
import { recallFormats } from './ui/format.ts'
import { tellScrollBar } from './ui/scroll-bar.ts'

const i18n = startI18n(startLanguage({ storage: localStorage, wanted: navigator.languages }))

startListeners({ t: i18n.t, notify: createNotices(i18n) })

const root = document.querySelector('#root')
if (!root) throw new Error('The page has no #root')

tellScrollBar()

/** The nonce of this page's policy; Mantine's style elements carry it. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

/** A page that a server gave to a browser has no host but what the browser can do. */
const inBrowser = async () => {
  const { openInBrowser } = await import('./browser/index.tsx')
  return openInBrowser({ root, theme, nonce, storage: localStorage })
}
const isServed = location.protocol === 'http:' || location.protocol === 'https:'

/** Notices; those of the time before it is drawn are shown then. */
const Messages = () =>
  useSettled() && <Notifications position="bottom-right" limit={3} containerWidth={360} mb={36} />

/** @param desktop null for a page that nobody has given */
const open = (desktop: DesktopApi | null): Promise<void> => {
  // The menus, the tray and the notifications of the host speak as the window does.
  const tellLanguage = (language: string) => {
    void desktop?.setLanguage(language === 'de' ? 'de' : 'en')
  }
  i18n.on('languageChanged', tellLanguage)
  tellLanguage(i18n.language)

  const restart = desktop && (() => start(desktop, localStorage, shownServer()))
  const first = restart?.() ?? null
  unsettle(() => keepTexts(localStorage))
  recallFormats(localStorage)

  return drawFirst(first?.asked, () =>
    createRoot(root).render(
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        defaultColorScheme="auto"
        colorSchemeManager={hostTheme(
          themeOf(document),
          (chosen) => void desktop?.setTheme(chosen),
        )}
        getStyleNonce={() => nonce}
      >
        <Messages />
        <App restart={restart} first={first} />
      </MantineProvider>,
    ),
  )
}

const host = findDesktop()
if (host === null && isServed) {
  // Not awaited here: the part for browsers shares code with this file, and would wait for it to end.
  void inBrowser().then(open)
} else await open(host)
