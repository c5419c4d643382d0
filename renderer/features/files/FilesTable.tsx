import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual'
import { useCallback, useLayoutEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { rangeBetween, rowAfterKey, type RowPick } from '../../ui/grid-keys.ts'
import { isTyping } from '../../ui/is-typing.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import grid from '../../ui/grid.module.css'
import { openWorkbook } from '../reports/index.ts'
import { throwAway } from '../trash/index.ts'
import type { FileItem } from './arrange.ts'
import { FileRow } from './FileRow.tsx'
import classes from './files.module.css'
import { FilesHead } from './FilesHead.tsx'
import { filesSlice, type FilesRoot } from './files-slice.ts'

const { fileActivated, filesSelected, fileToggled, rangeSelected } = filesSlice.actions

/** Height of a row, as in files.module.css. */
const rowHeight = 44

/** The workbooks, a grid of which only the rows on screen exist. */
export const FilesTable = ({ items }: { items: readonly FileItem[] }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const store = useStore<FilesRoot>()
  const scroller = useRef<HTMLDivElement>(null)
  const focusActive = useRef(false)
  const activeOid = useSelector(({ files }: FilesRoot) => files.activeOid)
  const oids = items.flatMap((item) => (item.kind === 'file' ? item.reportOid : []))
  const activeAt = items.findIndex(({ key }) => key === activeOid)

  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = new Set(defaultRangeExtractor(range))
      if (activeAt >= 0) indexes.add(activeAt)
      return [...indexes].sort((a, b) => a - b)
    },
    [activeAt],
  )
  const virtualizer = useVirtualRows({
    scroller,
    keys: items.map(({ key }) => key),
    height: rowHeight,
    rangeExtractor,
  })

  useLayoutEffect(() => {
    if (!focusActive.current || activeOid === null) return
    focusActive.current = false
    // An id of a report is a UUID, in which nothing has to be escaped.
    const row = scroller.current?.querySelector(`[data-report-oid="${activeOid}"]`)
    if (row instanceof HTMLElement) row.focus({ preventScroll: true })
  }, [activeOid])

  const onPick = (reportOid: string, how: RowPick) => {
    if (how === 'activate') dispatch(fileActivated(reportOid))
    else if (how === 'toggle') dispatch(fileToggled(reportOid))
    else {
      const { anchorOid, activeOid: from } = store.getState().files
      const range = rangeBetween(oids, anchorOid ?? from, reportOid)
      dispatch(rangeSelected({ range, target: reportOid }))
    }
  }
  const onOpen = (reportOid: string) => void dispatch(openWorkbook(reportOid))

  const onKeyDown = (event: KeyboardEvent) => {
    if (isTyping(event.target) || oids.length === 0) return
    const modified = event.ctrlKey || event.metaKey
    if (modified && event.key.toLowerCase() === 'a') {
      event.preventDefault()
      dispatch(filesSelected(oids))
      return
    }
    const from = activeOid === null ? -1 : oids.indexOf(activeOid)
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2)
    const to = modified ? null : rowAfterKey(event.key, { from, last: oids.length - 1, page })
    const target = to === null ? undefined : oids[to]
    if (target !== undefined) {
      event.preventDefault()
      focusActive.current = true
      onPick(target, event.shiftKey ? 'range' : 'activate')
      virtualizer.scrollToIndex(items.findIndex(({ key }) => key === target))
      return
    }
    const here = oids[Math.max(0, from)]
    const onRow = event.target instanceof HTMLElement && event.target.role === 'row'
    if (!onRow || here === undefined || modified) return
    if (event.key === ' ') onPick(here, event.shiftKey ? 'range' : 'toggle')
    else if (event.key === 'Enter') onOpen(here)
    else if (event.key === 'Delete') {
      const { selected } = store.getState().files
      const those = selected[here] === true ? Object.keys(selected) : [here]
      void dispatch(throwAway({ reportOids: those }))
    } else return
    event.preventDefault()
  }

  const tabStopOid = activeAt >= 0 ? activeOid : oids[0]
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={t('files.table')}
      aria-rowcount={items.length + 1}
      aria-multiselectable
      className={classes.scroller}
      onKeyDown={onKeyDown}
    >
      <FilesHead shown={oids} />
      <div role="rowgroup" className={grid.rows} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start, key }) => {
          const item = items[index]
          if (!item) return null
          return item.kind === 'group' ? (
            <div
              key={key}
              role="row"
              aria-rowindex={index + 2}
              className={classes.group}
              style={{ transform: `translateY(${start}px)` }}
            >
              <div role="gridcell" aria-colspan={7}>
                <bdi>{oneLine(item.title) || t('rooms.unnamed')}</bdi>
                <span>{t('files.count', { count: item.count })}</span>
              </div>
            </div>
          ) : (
            <FileRow
              key={key}
              reportOid={item.reportOid}
              index={index}
              top={start}
              active={item.reportOid === activeOid}
              tabStop={item.reportOid === tabStopOid}
              onPick={onPick}
              onOpen={onOpen}
            />
          )
        })}
      </div>
    </div>
  )
}
