import { MantineProvider, type MantineThemeOverride } from '@mantine/core'
import { createRoot } from 'react-dom/client'
import type { DesktopApi } from '../../server/contract/desktop-api.ts'
import { variables } from '../app/theme.ts'
import { browserHost, themeKey } from './browser-host.ts'
import { whoIsIn } from '../api/session.ts'
import { SignIn } from './SignIn.tsx'

interface Page {
  root: Element
  theme: MantineThemeOverride
  nonce: string
  storage: Storage
}

/** Draws the question for a token until the server has taken one. */
const askToSignIn = ({ root, theme, nonce }: Page): Promise<void> =>
  new Promise((resolve) => {
    const drawn = createRoot(root)
    root.setAttribute('data-app-state', 'signed-out')
    const onSignedIn = () => {
      drawn.unmount()
      root.setAttribute('data-app-state', 'starting')
      resolve()
    }
    drawn.render(
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <SignIn onSignedIn={onSignedIn} />
      </MantineProvider>,
    )
  })

/** The host of the window where it is a page in a browser, once somebody is signed in. */
export async function openInBrowser(page: Page): Promise<DesktopApi> {
  document.documentElement.dataset['host'] = 'browser'
  const chosen = page.storage.getItem(themeKey)
  if (chosen !== null) {
    document.querySelector('meta[name="app-theme"]')?.setAttribute('content', chosen)
  }
  if ((await whoIsIn()) === null) await askToSignIn(page)
  const { version } = (await (await fetch('/api/health')).json()) as { version: string }
  return browserHost({ version, storage: page.storage })
}
