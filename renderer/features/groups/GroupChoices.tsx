import { Suspense, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { Group, GroupRoom } from '../../../server/contract/groups.ts'
import { useAppDispatch } from '../../api/services.ts'
import { changeOfGroup, ChoiceFields, optionsOfGroup, usualChoices } from '../choices/index.ts'
import type { RoomsRoot } from '../rooms/index.ts'
import { selectSettingsView, type SettingsRoot } from '../settings/index.ts'
import { changeGroup } from './commands.ts'
import classes from './groups.module.css'

/** What a room has chosen itself goes before its group, and is said here. */
const StaysHere = ({ members }: { members: readonly GroupRoom[] }): ReactNode => {
  const { t } = useTranslation()
  const count = useSelector(
    ({ rooms }: RoomsRoot) =>
      members.filter(({ roomOid }) => rooms.entities[roomOid]?.localOnly === true).length,
  )
  return count > 0 && <p className={classes.stays}>{t('groups.from.room', { count })}</p>
}

interface GroupChoicesProps {
  group: Group
  members: readonly GroupRoom[]
}

/** What the reports of a group are like, and what of it the settings say. */
export const GroupChoices = ({ group, members }: GroupChoicesProps) => {
  const dispatch = useAppDispatch()
  const settings = useSelector((root: SettingsRoot) => selectSettingsView(root))?.values
  const { groupOid } = group
  return (
    <Suspense fallback={null}>
      <ChoiceFields
        key={groupOid}
        of="group"
        options={optionsOfGroup(group)}
        engine={settings?.summaryEngine}
        others={usualChoices(settings)}
        onChange={(options) =>
          void dispatch(changeGroup({ groupOid, change: changeOfGroup(options) }))
        }
      />
      <StaysHere members={members} />
    </Suspense>
  )
}
