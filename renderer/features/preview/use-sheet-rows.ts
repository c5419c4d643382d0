import { useCallback, useEffect, useRef, useState } from 'react'
import type { PreviewPage, PreviewRow, PreviewSheet } from '../../../server/contract/preview.ts'
import { useAppDispatch } from '../../api/services.ts'
import { readPreviewPage } from './commands.ts'

/** Rows asked for at a time: a few screens. */
const pageRows = 200

export interface SheetRow {
  row: PreviewRow
  page: PreviewPage
}

/** The rows of one sheet, read in pages as they come into sight. */
export const useSheetRows = (reportOid: string, sheet: PreviewSheet) => {
  const dispatch = useAppDispatch()
  const [pages, setPages] = useState<Record<number, PreviewPage>>({})
  const [failed, setFailed] = useState(false)
  const asked = useRef(new Map<number, { abort: () => void }>())
  const { index } = sheet

  const want = useCallback(
    (firstRow: number, lastRow: number) => {
      const last = Math.floor(lastRow / pageRows)
      for (let at = Math.floor(firstRow / pageRows); at <= last; at += 1) {
        if (asked.current.has(at)) continue
        const query = { reportOid, sheet: index, offset: at * pageRows, limit: pageRows }
        const request = dispatch(readPreviewPage(query))
        asked.current.set(at, request)
        void request.then((answer) => {
          if (readPreviewPage.fulfilled.match(answer)) {
            const page = answer.payload
            setPages((known) => ({ ...known, [at]: page }))
          } else if (!answer.meta.aborted) {
            asked.current.delete(at)
            setFailed(true)
          }
        })
      }
    },
    [dispatch, reportOid, index],
  )
  useEffect(() => {
    const requests = asked.current
    return () => {
      for (const request of requests.values()) request.abort()
      requests.clear()
    }
  }, [])

  /** Undefined while it is not read, null if nothing stands in it. */
  const rowAt = useCallback(
    (row: number): SheetRow | null | undefined => {
      const page = pages[Math.floor(row / pageRows)]
      if (!page) return undefined
      const found = page.rows.find((candidate) => candidate.row === row)
      return found ? { row: found, page } : null
    },
    [pages],
  )
  const retry = useCallback(() => setFailed(false), [])
  return { rowAt, want, columnWidths: pages[0]?.columnWidths ?? null, failed, retry }
}
