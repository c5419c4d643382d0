import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { Group, GroupRoom } from '../../../server/contract/groups.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Name } from '../../ui/Name.tsx'
import { oneLine } from '../../ui/plain-text.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import { sourceName } from '../../ui/source-names.ts'
import { RoomPlace } from '../rooms/index.ts'
import { changeGroup } from './commands.ts'
import classes from './groups.module.css'
import { selectGroups, type GroupsRoot } from './groups-slice.ts'

/** Rooms that are named here; the table of rooms shows all. */
const shownRooms = 50

interface MemberProps {
  groupOid: string
  member: GroupRoom
}

const Member = ({ groupOid, member }: MemberProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { roomOid, name, source, by } = member
  const isByHand = by.includes('hand')
  return (
    <li className={classes.member}>
      <span className={classes.memberNames}>
        <Name className={classes.memberName} fallback={t('rooms.unnamed')}>
          {name}
        </Name>
        <RoomPlace roomOid={roomOid} />
      </span>
      <span className={classes.muted}>{sourceName(t, source)}</span>
      <span className={classes.way}>
        {t(by.length > 1 ? 'groups.byBoth' : isByHand ? 'groups.byHand' : 'groups.byRule')}
      </span>
      {isByHand && (
        <RowButton
          label={t('groups.remove', { name: oneLine(name).trim() || t('rooms.unnamed') })}
          onClick={() =>
            void dispatch(changeGroup({ groupOid, change: { removeRoomOids: [roomOid] } }))
          }
        >
          <IconX size={14} stroke={1.75} aria-hidden />
        </RowButton>
      )}
    </li>
  )
}

interface GroupMembersProps {
  group: Group
  members: readonly GroupRoom[]
  onRooms: (groupOid: string | null) => void
}

/** The rooms of a group now, and how each came into it. */
export const GroupMembers = ({ group, members, onRooms }: GroupMembersProps) => {
  const { t } = useTranslation()
  const { groupOid } = group
  const isRead = useSelector(
    (root: GroupsRoot) => selectGroups(root).length > 0 && groupOid in root.groups.members,
  )
  const others = members.length - shownRooms
  return (
    <>
      {isRead && members.length === 0 && <p className={classes.none}>{t('groups.addHint')}</p>}
      {members.length > 0 && (
        <ul className={classes.members} aria-label={t('groups.members')}>
          {members.slice(0, shownRooms).map((member) => (
            <Member key={member.roomOid} groupOid={groupOid} member={member} />
          ))}
          {others > 0 && <li className={classes.muted}>{t('groups.others', { count: others })}</li>}
        </ul>
      )}
      <div className={classes.acts}>
        <RowButton title={t('groups.addHint')} onClick={() => onRooms(null)}>
          <IconPlus size={16} stroke={1.75} aria-hidden />
          {t('groups.addHow')}
        </RowButton>
        {members.length > 0 && (
          <RowButton onClick={() => onRooms(groupOid)}>{t('groups.showRooms')}</RowButton>
        )}
      </div>
    </>
  )
}
