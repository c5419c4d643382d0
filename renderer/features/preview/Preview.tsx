import { lazy, Suspense } from 'react'
import { useSelector } from 'react-redux'
import { useFocusReturn } from '../../ui/use-focus-return.ts'
import { selectPreviewOid } from '../reports/index.ts'

/** Its own chunk; loaded before its first use, when the window is idle (`app/use-preloading.ts`). */
export const loadPreview = () => import('./PreviewDialog.tsx')

const PreviewDialog = lazy(async () => ({ default: (await loadPreview()).PreviewDialog }))

/** The workbook that is being looked at, above the window; nothing most of the time. */
export const Preview = () => {
  const reportOid = useSelector(selectPreviewOid)
  useFocusReturn(reportOid !== null)
  if (reportOid === null) return null
  return (
    <Suspense fallback={null}>
      <PreviewDialog key={reportOid} reportOid={reportOid} />
    </Suspense>
  )
}
