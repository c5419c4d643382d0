import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core'

const themes: readonly string[] = ['auto', 'light', 'dark'] satisfies MantineColorScheme[]
const isTheme = (value: string | undefined): value is MantineColorScheme =>
  value !== undefined && themes.includes(value)

/** The theme that came with the page from the host, which keeps it; null if none did. */
export const themeOf = (page: Document): MantineColorScheme | null => {
  const theme = page.querySelector<HTMLMetaElement>('meta[name="app-theme"]')?.content
  return isTheme(theme) ? theme : null
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
