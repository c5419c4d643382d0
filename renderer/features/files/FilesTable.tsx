import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import type { RowPick } from '../../ui/grid-keys.ts'
import { rowsMeant } from '../../ui/grid-selection.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { useGrid } from '../../ui/use-grid.ts'
import grid from '../../ui/grid.module.css'
import { openWorkbook } from '../reports/index.ts'
import { throwAway } from '../trash/index.ts'
import type { FileItem } from './arrange.ts'
import { FileRow } from './FileRow.tsx'
import classes from './files.module.css'
import { FilesHead } from './FilesHead.tsx'
import { filesSlice, type FilesRoot } from './files-slice.ts'

const { filePicked, filesSelected } = filesSlice.actions

/** Height of a row, as in files.module.css. */
const rowHeight = 44

/** The workbooks, a grid of which only the rows on screen exist. */
export const FilesTable = ({ items }: { items: readonly FileItem[] }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const store = useStore<FilesRoot>()
  const activeOid = useSelector(({ files }: FilesRoot) => files.activeOid)
  const oids = items.flatMap((item) => (item.kind === 'file' ? item.reportOid : []))
  const { scroller, virtualizer, rows, activeAt, onKeyDown } = useGrid({
    keys: items.map(({ key }) => key),
    active: activeOid,
    height: rowHeight,
  })

  const onPick = (target: string, how: RowPick) => dispatch(filePicked({ target, how, rows: oids }))
  const onOpen = (reportOid: string) => void dispatch(openWorkbook(reportOid))

  const onRow = (event: KeyboardEvent, here: string): boolean => {
    if (event.key === 'Enter') onOpen(here)
    else if (event.key === 'Delete') {
      void dispatch(throwAway({ reportOids: rowsMeant(store.getState().files, here) }))
    } else return false
    return true
  }
  const onAll = () => dispatch(filesSelected(oids))

  const tabStopOid = activeAt >= 0 ? activeOid : oids[0]
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={t('files.table')}
      aria-rowcount={items.length + 1}
      aria-multiselectable
      className={classes.scroller}
      onKeyDown={onKeyDown({ rows: oids, onAll, onPick, onRow })}
    >
      <FilesHead shown={oids} />
      <div role="rowgroup" className={grid.rows} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ index, top, key }) => {
          const item = items[index]
          if (!item) return null
          return item.kind === 'group' ? (
            <div
              key={key}
              role="row"
              aria-rowindex={index + 2}
              className={classes.group}
              style={{ transform: `translateY(${top}px)` }}
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
              top={top}
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
