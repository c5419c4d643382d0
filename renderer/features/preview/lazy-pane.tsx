import { lazy, Suspense } from 'react'
import type { PreviewPaneProps } from './PreviewPane.tsx'

const Pane = lazy(async () => ({ default: (await import('./PreviewPane.tsx')).PreviewPane }))

/** A workbook beside a list; its code comes when it is first looked at. */
export const LazyPreviewPane = (props: PreviewPaneProps) => (
  <Suspense fallback={null}>
    <Pane {...props} />
  </Suspense>
)
