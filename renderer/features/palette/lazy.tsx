import { lazy, Suspense } from 'react'
import type { PaletteProps } from './Palette.tsx'

/** One chunk for both; loaded before its first use, when the window is idle (`app/use-preloading.ts`). */
export const loadPalette = () =>
  Promise.all([import('./Palette.tsx'), import('./KeyboardHelp.tsx')])

const LazyPalette = lazy(async () => ({ default: (await import('./Palette.tsx')).Palette }))
const LazyHelp = lazy(async () => ({ default: (await import('./KeyboardHelp.tsx')).KeyboardHelp }))

export const Palette = (props: PaletteProps) => (
  <Suspense fallback={null}>
    <LazyPalette {...props} />
  </Suspense>
)

export const KeyboardHelp = (props: { onClose: () => void }) => (
  <Suspense fallback={null}>
    <LazyHelp {...props} />
  </Suspense>
)
