import { useCallback, useMemo, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { Person } from '../../../server/contract/people.ts'
import { useAppDispatch } from '../../api/services.ts'
import type { RowPick } from '../../ui/grid-keys.ts'
import { belowName, type Place } from '../../ui/place.ts'
import { useGrid } from '../../ui/use-grid.ts'
import grid from '../../ui/grid.module.css'
import classes from './people.module.css'
import { PeopleHead } from './PeopleHead.tsx'
import { peopleSlice, type PeopleRoot } from './people-slice.ts'
import { PersonRow } from './PersonRow.tsx'
import { useThose } from './use-those.ts'

const { asked, menuAsked, peopleSelected, personPicked } = peopleSlice.actions

/** Height of a row, as in people.module.css. */
const rowHeight = 44

/** The people, a grid of which only the rows on screen exist. */
export const PeopleTable = ({ people }: { people: readonly Person[] }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const those = useThose()
  const activeOid = useSelector((root: PeopleRoot) => root.people.activeOid)
  const oids = useMemo(() => people.map(({ personOid }) => personOid), [people])
  const { scroller, virtualizer, rows, activeAt, onKeyDown, onContextMenu } = useGrid({
    keys: oids,
    active: activeOid,
    height: rowHeight,
  })

  const onPick = useCallback(
    (target: string, how: RowPick) => dispatch(personPicked({ target, how, rows: oids })),
    [dispatch, oids],
  )
  const onMenu = useCallback(
    (personOid: string, place: Place) => dispatch(menuAsked({ personOid, ...place })),
    [dispatch],
  )

  const onRow = (event: KeyboardEvent, here: string): boolean => {
    if (event.altKey) return false
    if (event.key === 'F2') {
      dispatch(asked({ kind: 'rename', people: people.filter((one) => one.personOid === here) }))
    } else if (event.key.toLowerCase() === 'm') {
      const chosen = those(here)
      if (chosen.length > 1) dispatch(asked({ kind: 'merge', people: chosen }))
    } else if (event.key === 'Enter' || (event.key === 'F10' && event.shiftKey)) {
      onMenu(here, belowName(event.target as HTMLElement))
    } else return false
    return true
  }
  const onAll = () => dispatch(peopleSelected(oids))

  const tabStopOid = activeAt >= 0 ? activeOid : oids[0]
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={t('people.table')}
      aria-rowcount={people.length + 1}
      aria-multiselectable
      className={`${grid.scroller} ${classes.scroller}`}
      onKeyDown={onKeyDown({ rows: oids, onAll, onPick, onRow })}
      onContextMenu={onContextMenu(onMenu)}
    >
      <PeopleHead shown={oids} />
      <div role="rowgroup" className={grid.rows} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ index, top, key }) => {
          const person = people[index]
          return (
            person && (
              <PersonRow
                key={key}
                person={person}
                index={index}
                top={top}
                active={person.personOid === activeOid}
                tabStop={person.personOid === tabStopOid}
                onPick={onPick}
                onMenu={onMenu}
              />
            )
          )
        })}
      </div>
    </div>
  )
}
