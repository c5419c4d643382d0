import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../api/services.ts'
import { GroupsView } from '../features/groups/index.ts'
import { roomsSlice } from '../features/rooms/index.ts'
import { fromCron, schedulesSlice, selectSchedules, whenText } from '../features/schedules/index.ts'
import { shownLocale } from '../ui/format.ts'
import { navigationSlice } from './navigation-slice.ts'

const { sectionChosen } = navigationSlice.actions

/** The groups with the schedules that make their reports, and the ways to both and to the rooms. */
export const GroupsPage = () => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const schedules = useSelector(selectSchedules)
  const told = useMemo(
    () =>
      schedules.map(({ scheduleOid, groupOid, name, cron }) => ({
        scheduleOid,
        groupOid,
        name,
        when: whenText(t, shownLocale(), fromCron(cron)),
      })),
    [t, schedules],
  )
  const showRooms = (group: string | null) => {
    const view = { search: '', state: null, source: null, group }
    dispatch(roomsSlice.actions.viewChanged(view))
    dispatch(sectionChosen('rooms'))
  }
  const showSchedule = (scheduleOid: string | null, groupOid: string) => {
    const { scheduleAsked, schedulePicked } = schedulesSlice.actions
    dispatch(
      scheduleOid === null
        ? scheduleAsked({ kind: 'new', groupOid })
        : schedulePicked({ oid: scheduleOid, how: 'open' }),
    )
    dispatch(sectionChosen('schedules'))
  }
  return <GroupsView schedules={told} onRooms={showRooms} onSchedule={showSchedule} />
}
