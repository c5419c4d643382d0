import { MantineProvider, type MantineThemeOverride } from '@mantine/core'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import type { Me } from '../../server/contract/access.ts'
import { letInEnd, readLetIn } from '../../server/contract/app-sign-in.ts'
import type { DesktopApi } from '../../server/contract/desktop-api.ts'
import { variables } from '../app/theme.ts'
import { browserHost, themeKey } from './browser-host.ts'
import { whoIsIn } from '../api/session.ts'
import { LetIn, LetInEnd } from './LetIn.tsx'
import { takeLetIn } from './let-in.ts'
import { SignIn } from './SignIn.tsx'

interface Page {
  root: Element
  theme: MantineThemeOverride
  nonce: string
  storage: Storage
}

/** Draws something in place of the window; gives what takes it away. */
function drawAlone({ root, theme, nonce }: Page, state: string, part: ReactNode): () => void {
  const drawn = createRoot(root)
  root.setAttribute('data-app-state', state)
  drawn.render(
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      {part}
    </MantineProvider>,
  )
  return () => {
    drawn.unmount()
    root.setAttribute('data-app-state', 'starting')
  }
}

/** Draws the question for a token until the server has taken one. */
const askToSignIn = (page: Page): Promise<void> =>
  new Promise((resolve) => {
    const onSignedIn = (): void => {
      remove()
      resolve()
    }
    const remove = drawAlone(page, 'signed-out', <SignIn onSignedIn={onSignedIn} />)
  })

async function whoSignsIn(page: Page): Promise<Me> {
  for (;;) {
    const me = await whoIsIn()
    if (me !== null) return me
    await askToSignIn(page)
  }
}

/** This page is for the question of an app alone; the window is never drawn. */
const forGood = (): Promise<never> => new Promise(() => undefined)

/** The host of the window where it is a page in a browser, once somebody is signed in. */
export async function openInBrowser(page: Page): Promise<DesktopApi> {
  document.documentElement.dataset['host'] = 'browser'
  const chosen = page.storage.getItem(themeKey)
  if (chosen !== null) {
    document.querySelector('meta[name="app-theme"]')?.setAttribute('content', chosen)
  }
  // A page that is open already is led to the question by its address alone, which loads nothing.
  window.addEventListener('hashchange', () => {
    if (readLetIn(location.hash) !== null) location.reload()
  })
  const end = letInEnd(location.hash)
  if (end !== null) {
    drawAlone(page, 'let-in', <LetInEnd end={end} />)
    return forGood()
  }
  const wanted = takeLetIn(location.hash, sessionStorage)
  const me = await whoSignsIn(page)
  if (wanted !== null) {
    drawAlone(page, 'let-in', <LetIn me={me} wanted={wanted} />)
    return forGood()
  }
  const { version } = (await (await fetch('/api/health')).json()) as { version: string }
  return browserHost({ version, storage: page.storage })
}
