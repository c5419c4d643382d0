import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { SearchHit } from '../../../server/contract/search.ts'
import { useAppDispatch } from '../../api/services.ts'
import { rowAfterKey } from '../../ui/grid-keys.ts'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import { selectOpenOid } from '../rooms/index.ts'
import { HitRow } from './HitRow.tsx'
import { keyOf, searchSlice, showHit, type SearchRoot } from './search-slice.ts'
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
  const scroller = useRef<HTMLDivElement>(null)
  const focusActive = useRef(false)
  const activeKey = useSelector(({ search }: SearchRoot) => search.activeKey)
  const isBusy = useSelector(({ search }: SearchRoot) => search.asked !== null)
  const total = useSelector(({ search: { answer } }: SearchRoot) =>
    answer === null || answer.isTotalCut ? -1 : answer.total,
  )
  const isOpen = useSelector(selectOpenOid) !== null
  const more = useMore()
  const keys = hits.map(keyOf)
  const activeAt = activeKey === null ? -1 : keys.indexOf(activeKey)

  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = new Set(defaultRangeExtractor(range))
      if (activeAt >= 0) indexes.add(activeAt)
      return [...indexes].sort((a, b) => a - b)
    },
    [activeAt],
  )
  const virtualizer = useVirtualRows({ scroller, keys, height: rowHeight, rangeExtractor })
  const rows = virtualizer.getVirtualItems()
  const lastShown = virtualizer.range?.endIndex ?? 0
  useEffect(() => {
    if (lastShown >= hits.length - ahead) more()
  }, [lastShown, hits.length, more])

  useLayoutEffect(() => {
    if (!focusActive.current || activeKey === null) return
    focusActive.current = false
    scroller.current
      ?.querySelector<HTMLElement>('[role="row"][data-active]')
      ?.focus({ preventScroll: true })
  }, [activeKey])

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
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1)
    const to = rowAfterKey(event.key, {
      from: Math.max(0, activeAt),
      last: hits.length - 1,
      page,
    })
    const target = to === null ? undefined : hits[to]
    if (to === null || target === undefined) return
    event.preventDefault()
    focusActive.current = true
    activate(target, false)
    virtualizer.scrollToIndex(to)
  }

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={t('search.table')}
      aria-rowcount={total}
      aria-busy={isBusy}
      data-hits
      className={classes.scroller}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ index, start, key }) => {
          const hit = hits[index]
          return (
            hit && (
              <HitRow
                key={key}
                hit={hit}
                index={index}
                top={start}
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
