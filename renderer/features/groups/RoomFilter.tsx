import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { Choice } from '../../ui/Choice.tsx'
import { oneLine } from '../../ui/plain-text.ts'
import { sourceName } from '../../ui/source-names.ts'
import { roomsSlice, selectSources, selectView, type RoomsRoot } from '../rooms/index.ts'
import { selectGroup, selectGroups, type GroupsRoot } from './groups-slice.ts'
import { useFreshMembers } from './use-fresh.ts'

/** Told apart in one list: a group may be called like a chat application. */
const ofGroup = 'group '

/**
 * Narrows the table of rooms to a chat application or to a group. One list of both: a toolbar of a small window
 * has no room for two.
 */
export const RoomFilter = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const groups = useSelector(selectGroups)
  const sources = useSelector((root: RoomsRoot) => selectSources(root))
  const { source, group: groupOid } = useSelector((root: RoomsRoot) => selectView(root))
  const isThere = useSelector((root: GroupsRoot) => selectGroup(root, groupOid) !== undefined)
  useFreshMembers(groupOid)
  const ofSources = sources.map((value) => ({ value, label: sourceName(t, value) }))
  const ofGroups = groups.map((group) => ({
    value: `${ofGroup}${group.groupOid}`,
    label: oneLine(group.name).trim() || t('groups.unnamed'),
  }))
  const hasGroups = ofGroups.length > 0
  return (
    <Choice
      label={t(hasGroups ? 'groups.filter' : 'rooms.sourceFilter')}
      placeholder={t(hasGroups ? 'groups.anyRoom' : 'rooms.anySource')}
      width={148}
      data={
        hasGroups
          ? [
              { group: t('groups.title'), items: ofGroups },
              { group: t('groups.sources'), items: ofSources },
            ]
          : ofSources
      }
      value={isThere && groupOid !== null ? `${ofGroup}${groupOid}` : source}
      onChange={(chosen) => {
        const group = chosen?.startsWith(ofGroup) ? chosen.slice(ofGroup.length) : null
        dispatch(roomsSlice.actions.viewChanged({ group, source: group === null ? chosen : null }))
      }}
    />
  )
}
