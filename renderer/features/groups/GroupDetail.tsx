import { Button, Menu } from '@mantine/core'
import {
  IconCalendarPlus,
  IconCalendarRepeat,
  IconDots,
  IconListDetails,
  IconLock,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { Group } from '../../../server/contract/groups.ts'
import { useAppDispatch } from '../../api/services.ts'
import { DetailHead, DetailSection } from '../../ui/Detail.tsx'
import { DropMenu } from '../../ui/DropMenu.tsx'
import { Name } from '../../ui/Name.tsx'
import { oneLine } from '../../ui/plain-text.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import { accessSlice, LimitLine, selectLimitsOffered } from '../access/index.ts'
import { leastForOverview, useGenerate } from '../reports/index.ts'
import { GroupChoices } from './GroupChoices.tsx'
import { GroupMembers } from './GroupMembers.tsx'
import { GroupRuleForm } from './GroupRuleForm.tsx'
import classes from './groups.module.css'
import { groupsSlice, selectMembers, type GroupsRoot } from './groups-slice.ts'
import type { GroupSchedule, GroupsViewProps } from './surroundings.ts'

const { asked } = groupsSlice.actions

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const

interface GroupDetailProps extends Omit<GroupsViewProps, 'schedules'> {
  group: Group
  /** Those that make reports of this group. */
  schedules: readonly GroupSchedule[]
}

const More = ({ group, onRooms }: Pick<GroupDetailProps, 'group' | 'onRooms'>) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const hasLimits = useSelector(selectLimitsOffered)
  const { groupOid, name } = group
  return (
    <DropMenu
      target={
        <Button
          size="sm"
          h={32}
          px={8}
          variant="default"
          aria-label={t('groups.menu', { name: oneLine(group.name) })}
        >
          <IconDots {...icon} />
        </Button>
      }
    >
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconListDetails {...icon} />} onClick={() => onRooms(groupOid)}>
          {t('groups.showRooms')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPencil {...icon} />}
          rightSection={<kbd>F2</kbd>}
          onClick={() => dispatch(asked({ kind: 'rename', groupOid }))}
        >
          {t('groups.rename')}
        </Menu.Item>
        {hasLimits && (
          <Menu.Item
            leftSection={<IconLock {...icon} />}
            onClick={() =>
              dispatch(accessSlice.actions.limitAsked([{ kind: 'group', oid: groupOid, name }]))
            }
          >
            {t('access.menu.group')}
          </Menu.Item>
        )}
        <Menu.Item
          c="var(--bad)"
          leftSection={<IconTrash {...icon} />}
          rightSection={<kbd>{t('help.keys.delete')}</kbd>}
          onClick={() => dispatch(asked({ kind: 'delete', groupOid }))}
        >
          {t('groups.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </DropMenu>
  )
}

/** Everything of one group. */
export const GroupDetail = ({ group, schedules, onRooms, onSchedule }: GroupDetailProps) => {
  const { t } = useTranslation()
  const generate = useGenerate()
  const overview = useGenerate(true)
  const hasLimits = useSelector(selectLimitsOffered)
  const members = useSelector((root: GroupsRoot) => selectMembers(root, group.groupOid))
  const roomOids = members.map(({ roomOid }) => roomOid)
  return (
    <>
      <DetailHead
        title={<Name fallback={t('groups.unnamed')}>{group.name}</Name>}
        text={t('groups.rooms', { count: group.roomCount })}
      >
        <Button
          size="sm"
          h={32}
          disabled={roomOids.length === 0}
          onClick={() => generate(roomOids, group)}
        >
          {t('groups.generate', { count: group.roomCount })}
        </Button>
        <Button
          size="sm"
          h={32}
          variant="default"
          disabled={roomOids.length < leastForOverview}
          title={t('report.overviewHint')}
          onClick={() => overview(roomOids, group)}
        >
          {t('report.overview')}
        </Button>
        <More group={group} onRooms={onRooms} />
      </DetailHead>
      <DetailSection title={t('groups.members')} text={t('groups.membersText')}>
        <GroupMembers group={group} members={members} onRooms={onRooms} />
        <GroupRuleForm group={group} />
      </DetailSection>
      <DetailSection title={t('groups.choices')} text={t('groups.choicesText')}>
        <GroupChoices group={group} members={members} />
      </DetailSection>
      {hasLimits && (
        <DetailSection title={t('access.label.group')}>
          <LimitLine kind="group" oid={group.groupOid} name={group.name} />
        </DetailSection>
      )}
      <DetailSection title={t('groups.schedules')}>
        {schedules.length === 0 ? (
          <p className={classes.muted}>{t('groups.schedulesNone')}</p>
        ) : (
          <ul className={classes.schedules}>
            {schedules.map(({ scheduleOid, name, when }) => (
              <li key={scheduleOid}>
                <RowButton onClick={() => onSchedule(scheduleOid, group.groupOid)}>
                  <IconCalendarRepeat {...icon} />
                  <Name fallback={t('schedules.unnamed')}>{name}</Name>
                </RowButton>
                <span className={classes.muted}>{when}</span>
              </li>
            ))}
          </ul>
        )}
        <RowButton onClick={() => onSchedule(null, group.groupOid)}>
          <IconCalendarPlus {...icon} />
          {t('groups.addSchedule')}
        </RowButton>
      </DetailSection>
    </>
  )
}
