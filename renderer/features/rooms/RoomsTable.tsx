import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual'
import { useCallback, useLayoutEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { rangeBetween, rowAfterKey, type RowPick } from '../../ui/grid-keys.ts'
import { isTyping } from '../../ui/is-typing.ts'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import grid from '../../ui/grid.module.css'
import { RoomRow } from './RoomRow.tsx'
import classes from './rooms.module.css'
import { RoomsHead } from './RoomsHead.tsx'
import { roomsSlice, type RoomsRoot } from './rooms-slice.ts'
import { selectActiveOid } from './selectors.ts'

const {
  deleteAsked,
  menuAsked,
  mergeAsked,
  renameAsked,
  roomActivated,
  roomOpened,
  roomsSelected,
  roomToggled,
  rangeSelected,
} = roomsSlice.actions

/** Height of `--row` in tokens.css. */
const rowHeight = 36

/** Below the name of a row. */
const menuPlace = (target: EventTarget): { x: number; y: number } => {
  const row = (target as HTMLElement).closest<HTMLElement>('[data-room-oid]')
  const { left, bottom } = (row ?? (target as HTMLElement)).getBoundingClientRect()
  return { x: left + 44, y: bottom }
}

/**
 * The rooms, a grid of which only the rows on screen exist. The active row always exists, wherever
 * it is scrolled to, so that the focus in it is never lost.
 */
export const RoomsTable = ({ visible }: { visible: readonly string[] }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const store = useStore<RoomsRoot>()
  const scroller = useRef<HTMLDivElement>(null)
  const focusActive = useRef(false)
  const activeOid = useSelector(selectActiveOid)
  const activeIndex = activeOid === null ? -1 : visible.indexOf(activeOid)
  const last = visible.length - 1

  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = new Set(defaultRangeExtractor(range))
      if (activeIndex >= 0) indexes.add(activeIndex)
      return [...indexes].sort((a, b) => a - b)
    },
    [activeIndex],
  )
  const virtualizer = useVirtualRows({
    scroller,
    keys: visible,
    height: rowHeight,
    rangeExtractor,
  })

  useLayoutEffect(() => {
    if (!focusActive.current || activeOid === null) return
    focusActive.current = false
    // The contract leaves no character in an id that would have to be escaped here.
    const row = scroller.current?.querySelector(`[data-room-oid="${activeOid}"]`)
    if (row instanceof HTMLElement) row.focus({ preventScroll: true })
  }, [activeOid])

  const onPick = useCallback(
    (roomOid: string, how: RowPick) => {
      if (how === 'activate') dispatch(roomActivated(roomOid))
      else if (how === 'toggle') dispatch(roomToggled(roomOid))
      else {
        const { anchorOid, activeOid: from } = store.getState().rooms
        const range = rangeBetween(visible, anchorOid ?? from, roomOid)
        dispatch(rangeSelected({ range, target: roomOid }))
      }
    },
    [dispatch, store, visible],
  )
  const onOpen = useCallback((roomOid: string) => dispatch(roomOpened(roomOid)), [dispatch])

  const onMenu = useCallback(
    (roomOid: string, place: { x: number; y: number }) =>
      dispatch(menuAsked({ roomOid, ...place })),
    [dispatch],
  )
  /** By the pointer, or by the menu key, which names no place of its own. */
  const onContextMenu = (event: MouseEvent) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-room-oid]')
    const roomOid = row?.dataset['roomOid']
    if (row === null || roomOid === undefined) return
    event.preventDefault()
    const isKey = event.clientX === 0 && event.clientY === 0
    onMenu(roomOid, isKey ? menuPlace(row) : { x: event.clientX, y: event.clientY })
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (isTyping(event.target) || visible.length === 0) return
    const onRow = event.target instanceof HTMLElement && event.target.role === 'row'
    const modified = event.ctrlKey || event.metaKey
    if (modified && event.key.toLowerCase() === 'a') {
      event.preventDefault()
      // Until every room is read, "all" would be too few.
      if (store.getState().rooms.loaded) dispatch(roomsSelected([...visible]))
      return
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2)
    const to = modified ? null : rowAfterKey(event.key, { from: activeIndex, last, page })
    const target = to === null ? undefined : visible[to]
    if (to !== null && target !== undefined) {
      event.preventDefault()
      focusActive.current = true
      if (event.shiftKey) onPick(target, 'range')
      else dispatch(roomActivated(target))
      virtualizer.scrollToIndex(to)
      return
    }
    const here = visible[Math.max(0, activeIndex)]
    if (!onRow || here === undefined || modified) return
    if (event.key === ' ') {
      event.preventDefault()
      onPick(here, event.shiftKey ? 'range' : 'toggle')
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      onOpen(here)
    }
    if (event.key === 'F2') {
      event.preventDefault()
      dispatch(renameAsked(here))
    }
    if (event.key.toLowerCase() === 'm') {
      const { selected } = store.getState().rooms
      if (selected[here] === true) dispatch(mergeAsked(Object.keys(selected)))
    }
    if (event.key === 'Delete') {
      event.preventDefault()
      const { selected } = store.getState().rooms
      dispatch(deleteAsked(selected[here] === true ? Object.keys(selected) : [here]))
    }
    // Windows and Linux make a contextmenu event of these keys by themselves, macOS does not.
    if (event.key === 'F10' && event.shiftKey) {
      event.preventDefault()
      onMenu(here, menuPlace(event.target))
    }
  }

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={t('rooms.table')}
      aria-rowcount={visible.length + 1}
      aria-multiselectable
      className={classes.scroller}
      onKeyDown={onKeyDown}
      onContextMenu={onContextMenu}
    >
      <RoomsHead visible={visible} />
      <div role="rowgroup" className={grid.rows} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start, key }) => (
          <RoomRow
            key={key}
            roomOid={visible[index] ?? ''}
            index={index}
            top={start}
            active={index === activeIndex}
            tabStop={index === Math.max(0, activeIndex)}
            onPick={onPick}
            onOpen={onOpen}
            onMenu={onMenu}
          />
        ))}
      </div>
    </div>
  )
}
