import type { AppDispatch } from '../api/services.ts'
import {
  addRooms,
  bringBack,
  deleteGroup,
  groupsSlice,
  makeGroup,
} from '../features/groups/index.ts'
import {
  deleteSchedule,
  runEnded,
  runSchedule,
  schedulesSlice,
} from '../features/schedules/index.ts'
import { oneLine } from '../ui/plain-text.ts'
import { sayTold } from '../ui/sentences.ts'
import { listeners, type ListenerOptions } from './listener-middleware.ts'
import { tellUndo } from './undo-notice.ts'
import { navigationSlice } from './navigation-slice.ts'

const { sectionChosen } = navigationSlice.actions

/** What is said when groups and schedules were changed here, and when a run has failed anywhere. */
export const listenToGroups = ({ t, notify }: ListenerOptions): (() => void)[] => [
  listeners.startListening({
    actionCreator: makeGroup.fulfilled,
    effect: ({ payload: { name, groupOid } }, api) => {
      const dispatch = api.dispatch as AppDispatch
      notify({
        tone: 'good',
        topic: 'groups',
        say: () => ({ title: t('groups.made', { name: oneLine(name) }) }),
        action: {
          say: () => t('groups.show'),
          run: () => {
            dispatch(groupsSlice.actions.groupPicked({ oid: groupOid, how: 'open' }))
            dispatch(sectionChosen('groups'))
          },
        },
      })
    },
  }),
  listeners.startListening({
    actionCreator: addRooms.fulfilled,
    effect: ({ payload: { group, added } }) => {
      const name = oneLine(group.name)
      const count = added.length
      notify({
        tone: 'good',
        topic: 'groups',
        say: () => ({
          title:
            count === 0 ? t('groups.add.already', { name }) : t('groups.add.done', { count, name }),
        }),
      })
    },
  }),
  listeners.startListening({
    actionCreator: deleteGroup.fulfilled,
    effect: ({ payload }, api) => {
      const dispatch = api.dispatch as AppDispatch
      tellUndo(
        { t, notify },
        {
          topic: 'groups',
          until: payload.until,
          title: () => t('groups.deleted', { name: oneLine(payload.group.name) }),
          undo: () => void dispatch(bringBack(payload)),
        },
      )
    },
  }),
  listeners.startListening({
    actionCreator: bringBack.fulfilled,
    effect: () =>
      notify({ tone: 'good', topic: 'groups', say: () => ({ title: t('groups.undone') }) }),
  }),
  listeners.startListening({
    actionCreator: deleteSchedule.fulfilled,
    effect: ({ meta }) => {
      const name = oneLine(meta.arg.name)
      notify({ tone: 'good', say: () => ({ title: t('schedules.deleted', { name }) }) })
    },
  }),
  listeners.startListening({
    actionCreator: runSchedule.fulfilled,
    effect: ({ meta }) => {
      const name = oneLine(meta.arg.name)
      notify({
        tone: 'good',
        topic: 'schedule',
        say: () => ({ title: t('schedules.started', { name }) }),
      })
    },
  }),
  listeners.startListening({
    actionCreator: runEnded,
    effect: ({ payload: { name, run } }, api) => {
      const { failed } = run.reports
      const { mailsFailed, error, scheduleOid } = run
      if (run.state !== 'failed' && mailsFailed === 0) return
      const why = () => {
        if (error) return sayTold(t, error)
        return failed > 0
          ? t('schedules.runFailedText', { count: failed })
          : t('schedules.runMails', { count: mailsFailed })
      }
      notify({
        tone: 'bad',
        say: () => ({ title: t('schedules.runFailed', { name: oneLine(name) }), text: why() }),
        action: {
          say: () => t('schedules.show'),
          run: () => {
            api.dispatch(schedulesSlice.actions.schedulePicked({ oid: scheduleOid, how: 'open' }))
            api.dispatch(sectionChosen('schedules'))
          },
        },
      })
    },
  }),
]
