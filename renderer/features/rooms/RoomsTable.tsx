import { useCallback, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import type { RowPick } from '../../ui/grid-keys.ts'
import { rowsMeant } from '../../ui/grid-selection.ts'
import { belowName, type Place } from '../../ui/place.ts'
import { useGrid } from '../../ui/use-grid.ts'
import grid from '../../ui/grid.module.css'
import { RoomRow } from './RoomRow.tsx'
import classes from './rooms.module.css'
import { RoomsHead } from './RoomsHead.tsx'
import { roomsSlice, type RoomsRoot } from './rooms-slice.ts'
import { selectActiveOid } from './selectors.ts'
import { useLimitQuestion } from './use-limit-question.ts'

const {
  deleteAsked,
  groupAsked,
  menuAsked,
  mergeAsked,
  renameAsked,
  roomOpened,
  roomPicked,
  roomsSelected,
} = roomsSlice.actions

/** Height of `--row` in tokens.css. */
const rowHeight = 36

/** The rooms, a grid of which only the rows on screen exist. */
export const RoomsTable = ({ visible }: { visible: readonly string[] }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const store = useStore<RoomsRoot>()
  const activeOid = useSelector(selectActiveOid)
  const askLimits = useLimitQuestion()
  const { scroller, virtualizer, rows, activeAt, onKeyDown, onContextMenu } = useGrid({
    keys: visible,
    active: activeOid,
    height: rowHeight,
  })

  const onPick = useCallback(
    (target: string, how: RowPick) => dispatch(roomPicked({ target, how, rows: visible })),
    [dispatch, visible],
  )
  const onOpen = useCallback((roomOid: string) => dispatch(roomOpened(roomOid)), [dispatch])

  const onMenu = useCallback(
    (roomOid: string, place: Place) => dispatch(menuAsked({ roomOid, ...place })),
    [dispatch],
  )

  const onRow = (event: KeyboardEvent, here: string): boolean => {
    if (event.key === 'Enter') onOpen(here)
    else if (event.key === 'F2') dispatch(renameAsked(here))
    else if (event.key.toLowerCase() === 'm') {
      dispatch(mergeAsked(rowsMeant(store.getState().rooms, here)))
    } else if (event.key.toLowerCase() === 'g') {
      dispatch(groupAsked(rowsMeant(store.getState().rooms, here)))
    } else if (event.key.toLowerCase() === 'l') {
      askLimits?.(rowsMeant(store.getState().rooms, here))
    } else if (event.key === 'Delete') {
      dispatch(deleteAsked(rowsMeant(store.getState().rooms, here)))
    }
    // Windows and Linux make a contextmenu event of these keys by themselves, macOS does not.
    else if (event.key === 'F10' && event.shiftKey)
      onMenu(here, belowName(event.target as HTMLElement))
    else return false
    return true
  }
  const onAll = () => {
    // Until every room is read, "all" would be too few.
    if (store.getState().rooms.loaded) dispatch(roomsSelected(visible))
  }

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={t('rooms.table')}
      aria-rowcount={visible.length + 1}
      aria-multiselectable
      className={classes.scroller}
      onKeyDown={onKeyDown({ rows: visible, onAll, onPick, onRow })}
      onContextMenu={onContextMenu(onMenu)}
    >
      <RoomsHead visible={visible} />
      <div role="rowgroup" className={grid.rows} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ index, top, key }) => (
          <RoomRow
            key={key}
            roomOid={visible[index] ?? ''}
            index={index}
            top={top}
            active={index === activeAt}
            tabStop={index === Math.max(0, activeAt)}
            onPick={onPick}
            onOpen={onOpen}
            onMenu={onMenu}
          />
        ))}
      </div>
    </div>
  )
}
