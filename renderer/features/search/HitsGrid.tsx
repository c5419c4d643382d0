import { useEffect, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { SearchHit } from '../../../server/contract/search.ts'
import { useAppDispatch } from '../../api/services.ts'
import { useGrid } from '../../ui/use-grid.ts'
import { selectOpenOid } from '../rooms/index.ts'
import { HitRow } from './HitRow.tsx'
import { keyOf, searchSlice, showHit, type SearchRoot } from './search-slice.ts'
import grid from '../../ui/grid.module.css'
import classes from './search.module.css'
import { useMore } from './use-search.ts'

/** Height of a row, as in search.module.css. */
const rowHeight = 76
/** Rows before the last one at which the next page is asked for. */
const ahead = 15

/** The messages found, a grid of which only the rows on screen exist. */
export const HitsGrid = ({ hits }: { hits: readonly SearchHit[] }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const activeKey = useSelector(({ search }: SearchRoot) => search.activeKey)
  const isBusy = useSelector(({ search }: SearchRoot) => search.asked !== null)
  const total = useSelector(({ search: { answer } }: SearchRoot) =>
    answer === null || answer.isTotalCut ? -1 : answer.total,
  )
  const isOpen = useSelector(selectOpenOid) !== null
  const more = useMore()
  const keys = hits.map(keyOf)
  const { scroller, virtualizer, rows, activeAt, move } = useGrid({
    keys,
    active: activeKey,
    height: rowHeight,
  })
  const lastShown = virtualizer.range?.endIndex ?? 0
  useEffect(() => {
    if (lastShown >= hits.length - ahead) more()
  }, [lastShown, hits.length, more])

  const activate = (hit: SearchHit, opens: boolean) => {
    dispatch(searchSlice.actions.hitActivated(keyOf(hit)))
    // An open drawer follows the keyboard.
    if (opens || isOpen) void dispatch(showHit(hit))
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const here = hits[Math.max(0, activeAt)]
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      if (here) activate(here, true)
      return
    }
    if (event.key === 'ArrowUp' && activeAt <= 0) {
      event.preventDefault()
      dispatch(searchSlice.actions.fieldWanted())
      return
    }
    move(event, keys, Math.max(0, activeAt), (key) => {
      const target = hits[keys.indexOf(key)]
      if (target) activate(target, false)
    })
  }

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={t('search.table')}
      aria-rowcount={total}
      aria-busy={isBusy}
      data-hits
      className={`${grid.scroller} ${classes.scroller}`}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={grid.rows} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ index, top, key }) => {
          const hit = hits[index]
          return (
            hit && (
              <HitRow
                key={key}
                hit={hit}
                index={index}
                top={top}
                active={index === activeAt}
                tabStop={index === Math.max(0, activeAt)}
                onPick={() => activate(hit, true)}
                onFocus={() => dispatch(searchSlice.actions.hitActivated(keyOf(hit)))}
              />
            )
          )
        })}
      </div>
    </div>
  )
}
