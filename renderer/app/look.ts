import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core'

/**
 * What the host knows of how the window looks. It comes with the page, because the page's own storage
 * makes the first frame wait for a host that has other things to do at that moment.
 */
export interface Look {
  /** The language that the window spoke last; null before it has ever spoken. */
  language: string | null
  theme: MantineColorScheme | null
}

const themes: readonly string[] = ['auto', 'light', 'dark'] satisfies MantineColorScheme[]
const isTheme = (value: string | null): value is MantineColorScheme =>
  value !== null && themes.includes(value)

export const lookOf = (page: Document): Look => {
  const read = (name: string) =>
    page.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? null
  const theme = read('app-theme')
  return { language: read('app-language'), theme: isTheme(theme) ? theme : null }
}

/** The theme that is chosen in the window; the host remembers it. */
export const hostTheme = (
  first: MantineColorScheme | null,
  tell: (theme: MantineColorScheme) => void,
): MantineColorSchemeManager => {
  let theme = first
  return {
    get: (fallback) => theme ?? fallback,
    set: (next) => {
      theme = next
      tell(next)
    },
    // There is one window, so nobody else changes it.
    subscribe: () => undefined,
    unsubscribe: () => undefined,
    clear: () => undefined,
  }
}
