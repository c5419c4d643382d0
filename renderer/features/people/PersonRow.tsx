import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { Person } from '../../../server/contract/people.ts'
import { exactTitle } from '../../ui/exact-title.ts'
import { formatCount, formatMoment } from '../../ui/format.ts'
import { pickOf, type RowPick } from '../../ui/grid-keys.ts'
import { Name } from '../../ui/Name.tsx'
import type { Place } from '../../ui/place.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { RowCheck } from '../../ui/RowCheck.tsx'
import { RowMenuButton } from '../../ui/RowMenuButton.tsx'
import { sourceName } from '../../ui/source-names.ts'
import grid from '../../ui/grid.module.css'
import classes from './people.module.css'
import type { PeopleRoot } from './people-slice.ts'
import { RoleMark } from './RoleMark.tsx'

export interface PersonRowProps {
  person: Person
  /** Position in the whole list, from 0. */
  index: number
  /** Offset from the top of the list in pixels. */
  top: number
  active: boolean
  /** Holds the tab stop of the table. */
  tabStop: boolean
  onPick: (personOid: string, how: RowPick) => void
  onMenu: (personOid: string, place: Place) => void
}

/** "IRC · also ann_, ann|away": where a person writes, and under which other names. */
const Also = ({ person }: { person: Person }) => {
  const { t } = useTranslation()
  const sources = person.sources.map((source) => sourceName(t, source)).join(', ')
  const others = person.names.filter((name) => name !== person.name).map(oneLine)
  const also = others.length === 0 ? '' : t('people.also', { names: others.join(', ') })
  return <Name>{[sources, also].filter((part) => part !== '').join(' · ')}</Name>
}

/** One person. */
export const PersonRow = memo((props: PersonRowProps) => {
  const { person, index, top, active, tabStop, onPick, onMenu } = props
  const { t } = useTranslation()
  const { personOid, rooms, roomCount, firstMessageAt, lastMessageAt } = person
  const selected = useSelector(({ people }: PeopleRoot) => people.selected[personOid] === true)
  const name = oneLine(person.name).trim() || t('people.unnamed')
  const first = rooms[0]?.name ?? ''
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={`${grid.row} ${classes.row}`}
      data-person-oid={personOid}
      data-active={active || undefined}
      style={{ transform: `translateY(${top}px)` }}
      tabIndex={tabStop ? 0 : -1}
      onClick={(event) => onPick(personOid, pickOf(event, 'activate'))}
    >
      <div role="gridcell" className={grid.check}>
        <RowCheck
          label={t('people.select', { name })}
          tabStop={tabStop}
          checked={selected}
          onPick={(how) => onPick(personOid, how)}
        />
      </div>
      <div role="gridcell" className={classes.name}>
        <span className={grid.names}>
          <Name className={classes.who} fallback={name}>
            {person.name}
          </Name>
          <span className={classes.muted}>
            <Also person={person} />
          </span>
        </span>
        {person.parts.length > 1 && (
          <span
            className={classes.parts}
            title={t('people.partsTitle', { count: person.parts.length })}
          >
            <span aria-hidden>{formatCount(person.parts.length)}</span>
            <span className="visually-hidden">
              {t('people.partsTitle', { count: person.parts.length })}
            </span>
          </span>
        )}
      </div>
      <div role="gridcell" className={classes.role}>
        <RoleMark person={person} />
      </div>
      <div role="gridcell" className={classes.rooms}>
        <Name fallback={t('rooms.unnamed')}>{first}</Name>
        {roomCount > 1 && (
          <span className={classes.more}>{t('people.moreRooms', { count: roomCount - 1 })}</span>
        )}
      </div>
      <div role="gridcell" className={classes.messages}>
        {formatCount(person.messageCount)}
      </div>
      <div role="gridcell" className={classes.first}>
        {firstMessageAt === null ? '' : formatMoment(firstMessageAt)}
      </div>
      <div
        role="gridcell"
        className={classes.last}
        onMouseEnter={lastMessageAt === null ? undefined : exactTitle(lastMessageAt)}
      >
        {lastMessageAt === null ? '' : formatMoment(lastMessageAt)}
      </div>
      <div role="gridcell" className={classes.acts}>
        <RowMenuButton
          label={t('people.menu', { name })}
          tabStop={tabStop}
          onMenu={(place) => onMenu(personOid, place)}
        />
      </div>
    </div>
  )
})
PersonRow.displayName = 'PersonRow'
