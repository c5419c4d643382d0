import {
  IconCalendarPlus,
  IconCalendarRepeat,
  IconPlayerPlay,
  IconUsersGroup,
} from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector, useStore } from 'react-redux'
import { useAppDispatch } from '../api/services.ts'
import { groupsSlice, loadMembers, selectGroups } from '../features/groups/index.ts'
import type { Command } from '../features/palette/index.ts'
import { useGenerate } from '../features/reports/index.ts'
import { roomsSlice, selectSelectedCount, selectSelectedOids } from '../features/rooms/index.ts'
import {
  isRunning,
  runSchedule,
  schedulesSlice,
  selectSchedules,
} from '../features/schedules/index.ts'
import { oneLine } from '../ui/plain-text.ts'
import { navigationSlice } from './navigation-slice.ts'
import type { RootState } from './store.ts'

const { sectionChosen } = navigationSlice.actions

/** What can be done with groups and their reports. */
const useCommandsOfGroups = (): Command[] => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const store = useStore<RootState>()
  const generate = useGenerate()
  const groups = useSelector(selectGroups)
  const selected = useSelector(selectSelectedCount)
  return useMemo(() => {
    const add = {
      id: 'rooms-group',
      icon: IconUsersGroup,
      title: t('groups.add.menu', { count: selected }),
      run: () => {
        const roomOids = selectSelectedOids(store.getState())
        dispatch(roomsSlice.actions.groupAsked([...roomOids]))
      },
    }
    const make = {
      id: 'group-new',
      icon: IconUsersGroup,
      title: t('groups.new'),
      run: () => {
        dispatch(sectionChosen('groups'))
        dispatch(groupsSlice.actions.asked({ kind: 'new' }))
      },
    }
    const ofGroups = groups.flatMap((group) => {
      const { groupOid } = group
      const name = oneLine(group.name)
      // The rooms of a rule are those of this moment.
      const start = async () => {
        const rooms = await dispatch(loadMembers(groupOid))
        if (!loadMembers.fulfilled.match(rooms)) return
        generate(
          rooms.payload.map(({ roomOid }) => roomOid),
          group,
        )
      }
      return [
        {
          id: `group-${groupOid}`,
          icon: IconUsersGroup,
          title: t('groups.goTo', { name }),
          run: () => {
            dispatch(groupsSlice.actions.groupPicked({ oid: groupOid, how: 'open' }))
            dispatch(sectionChosen('groups'))
            dispatch(roomsSlice.actions.detailsClosed())
          },
        },
        {
          id: `group-generate-${groupOid}`,
          icon: IconPlayerPlay,
          title: t('groups.generateOf', { name }),
          run: () => void start(),
        },
      ]
    })
    return [...(selected > 0 ? [add] : []), make, ...ofGroups]
  }, [t, dispatch, store, generate, groups, selected])
}

const useScheduleCommands = (): Command[] => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const schedules = useSelector(selectSchedules)
  return useMemo(() => {
    const { scheduleAsked, schedulePicked } = schedulesSlice.actions
    const ofSchedules = schedules.flatMap((schedule) => {
      const { scheduleOid } = schedule
      const name = oneLine(schedule.name)
      const show = () => {
        dispatch(schedulePicked({ oid: scheduleOid, how: 'open' }))
        dispatch(sectionChosen('schedules'))
        dispatch(roomsSlice.actions.detailsClosed())
      }
      return [
        {
          id: `schedule-${scheduleOid}`,
          icon: IconCalendarRepeat,
          title: t('schedules.goTo', { name }),
          run: show,
        },
        ...(isRunning(schedule)
          ? []
          : [
              {
                id: `schedule-run-${scheduleOid}`,
                icon: IconPlayerPlay,
                title: t('schedules.runOf', { name }),
                run: () => void dispatch(runSchedule(schedule)),
              },
            ]),
      ]
    })
    return [
      {
        id: 'schedule-new',
        icon: IconCalendarPlus,
        title: t('schedules.new'),
        run: () => {
          dispatch(sectionChosen('schedules'))
          dispatch(scheduleAsked({ kind: 'new' }))
        },
      },
      ...ofSchedules,
    ]
  }, [t, dispatch, schedules])
}

/** What can be done with groups and schedules; each is found by its name. */
export const useGroupCommands = (): Command[] => {
  const groups = useCommandsOfGroups()
  const schedules = useScheduleCommands()
  return useMemo(() => [...groups, ...schedules], [groups, schedules])
}
