import { Button } from '@mantine/core'
import { IconCalendarRepeat } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { Group } from '../../../server/contract/groups.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Empty } from '../../ui/Empty.tsx'
import { formatCount } from '../../ui/format.ts'
import { ListAndDetail } from '../../ui/ListAndDetail.tsx'
import { Name } from '../../ui/Name.tsx'
import { Page } from '../../ui/Page.tsx'
import lines from '../../ui/list-and-detail.module.css'
import { loadSettings } from '../settings/index.ts'
import { loadGroups } from './commands.ts'
import { GroupDetail } from './GroupDetail.tsx'
import { GroupQuestions } from './GroupQuestions.tsx'
import { groupsSlice, selectGroups, selectPickedGroup, type GroupsRoot } from './groups-slice.ts'
import type { GroupsViewProps } from './surroundings.ts'
import { useFreshGroups, useFreshMembers } from './use-fresh.ts'

const { asked, groupPicked } = groupsSlice.actions

const Line = ({ group, hasSchedule }: { group: Group; hasSchedule: boolean }) => {
  const { t } = useTranslation()
  return (
    <>
      <Name className={lines.name} fallback={t('groups.unnamed')}>
        {group.name}
      </Name>
      <span className={lines.side}>
        {hasSchedule && (
          <IconCalendarRepeat
            size={14}
            stroke={1.75}
            role="img"
            aria-label={t('groups.schedules')}
          />
        )}
        <span title={t('groups.rooms', { count: group.roomCount })}>
          {formatCount(group.roomCount)}
          <span className="visually-hidden">
            {' '}
            {t('groups.roomsWord', { count: group.roomCount })}
          </span>
        </span>
      </span>
    </>
  )
}

const NewGroup = ({ isPrimary = false }: { isPrimary?: boolean }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  return (
    <Button
      size="sm"
      h={32}
      variant={isPrimary ? 'filled' : 'default'}
      onClick={() => dispatch(asked({ kind: 'new' }))}
    >
      {t('groups.new')}
    </Button>
  )
}

const Nothing = ({ state }: { state: GroupsRoot['groups']['state'] }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  switch (state) {
    case 'unread':
      return <Empty title={t('groups.reading')} text="" />
    case 'failed':
      return (
        <Empty title={t('groups.failed')} text={t('groups.failedText')}>
          <Button size="sm" variant="default" onClick={() => void dispatch(loadGroups())}>
            {t('app.tryAgain')}
          </Button>
        </Empty>
      )
    case 'read':
      return (
        <Empty title={t('groups.empty')} text={t('groups.emptyText')}>
          <NewGroup isPrimary />
        </Empty>
      )
  }
}

/** Rooms that are reported together: which they are, and what their reports are like. */
export const GroupsView = ({ schedules, onRooms, onSchedule }: GroupsViewProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const groups = useSelector(selectGroups)
  const state = useSelector((root: GroupsRoot) => root.groups.state)
  const isOpen = useSelector((root: GroupsRoot) => root.groups.isOpen)
  const picked = useSelector(selectPickedGroup)
  useFreshGroups()
  useFreshMembers(picked?.groupOid ?? null)
  useEffect(() => void dispatch(loadSettings()), [dispatch])
  if (picked === undefined) {
    return (
      <Page title={t('groups.title')}>
        <Nothing state={state} />
        <GroupQuestions schedules={schedules} />
      </Page>
    )
  }
  const scheduled = new Set(schedules.map(({ groupOid }) => groupOid))
  return (
    <Page title={t('groups.title')} tools={<NewGroup />}>
      <ListAndDetail
        label={t('groups.list')}
        items={groups.map((group) => ({
          oid: group.groupOid,
          line: <Line group={group} hasSchedule={scheduled.has(group.groupOid)} />,
        }))}
        picked={picked.groupOid}
        isOpen={isOpen}
        onPick={(oid, how) => dispatch(groupPicked({ oid, how }))}
        onKey={({ key }, groupOid) => {
          if (key === 'F2') dispatch(asked({ kind: 'rename', groupOid }))
          else if (key === 'Delete') dispatch(asked({ kind: 'delete', groupOid }))
          else return false
          return true
        }}
      >
        <GroupDetail
          key={picked.groupOid}
          group={picked}
          schedules={schedules.filter(({ groupOid }) => groupOid === picked.groupOid)}
          onRooms={onRooms}
          onSchedule={onSchedule}
        />
      </ListAndDetail>
      <GroupQuestions schedules={schedules} />
    </Page>
  )
}
