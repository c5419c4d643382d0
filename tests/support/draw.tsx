import { MantineProvider, type MantineProviderProps } from '@mantine/core'
import { act, type ComponentProps, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { Provider } from 'react-redux'
import { afterEach, vi } from 'vitest'
import { startI18n } from '../../renderer/app/i18n.ts'
import type { Language } from '../../renderer/app/language.ts'
import { stubWindow } from './page.ts'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

export interface DrawOptions {
  store: ComponentProps<typeof Provider>['store']
  /** Default: English. */
  language?: Language
  mantine?: Omit<MantineProviderProps, 'children'>
}

const removals: (() => Promise<void>)[] = []

/** Draws a part of the page with what the app gives it; it is taken away after the test. */
export async function draw(
  part: ReactNode,
  { store, language, mantine }: DrawOptions,
): Promise<HTMLElement> {
  stubWindow()
  const page = document.body.appendChild(document.createElement('div'))
  const root = createRoot(page)
  removals.push(async () => {
    await act(async () => root.unmount())
    page.remove()
  })
  await act(async () =>
    root.render(
      <I18nextProvider i18n={startI18n(language)}>
        <MantineProvider {...mantine}>
          <Provider store={store}>{part}</Provider>
        </MantineProvider>
      </I18nextProvider>,
    ),
  )
  return page
}

afterEach(async () => {
  for (const remove of removals.splice(0)) await remove()
  vi.unstubAllGlobals()
})
