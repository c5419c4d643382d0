import { isRejected } from '@reduxjs/toolkit'
import type { TFunction } from 'i18next'
import { importsSlice } from '../features/imports/index.ts'
import { sayOfPeople, undoPeople } from '../features/people/index.ts'
import {
  cancelReports,
  loadWorkbooks,
  retryReports,
  saveReportAs,
  saveWorkbookAs,
  selectReport,
  startOverview,
  triggerReports,
  type Refusal,
  type ReportsRoot,
} from '../features/reports/index.ts'
import { chooseItems } from '../features/details/index.ts'
import { mergeRooms, takeBack, throwAway } from '../features/trash/index.ts'
import type { AppDispatch, CommandError } from '../api/services.ts'
import type { ReportAnswer } from '../../server/contract/reports.ts'
import type { ThrownAway } from '../../server/contract/trash.ts'
import { oneLine } from '../ui/plain-text.ts'
import { sayFailure, type Told } from '../ui/sentences.ts'
import { listenToAccess } from './access-notices.ts'
import { commands, type CommandName } from './failing-commands.ts'
import { listenToGroups } from './group-notices.ts'
import { failedWords, importedWords, type FailedImport, type Imported } from './import-notices.ts'
import { listeners, type ListenerOptions } from './listener-middleware.ts'
import { listenToServers } from './server-notices.ts'
import { tellTogether } from './together.ts'
import { tellUndo } from './undo-notice.ts'

/** Milliseconds; long enough to look at the workbook first. */
const chosenStaysMs = 30_000

/** What has been deleted, by its most important kind: reports that went with their rooms are not counted. */
const deletedWords = (t: TFunction, { roomOids, reportOids, importOids }: ThrownAway): string => {
  if (roomOids.length > 0) return t('trash.roomsDeleted', { count: roomOids.length })
  if (importOids.length > 0) return t('trash.importsDeleted', { count: importOids.length })
  return t('trash.reportsDeleted', { count: reportOids.length })
}

/** Why a room got no report; the answer names the room and a code. */
const rejection = ({ roomOid, code }: { roomOid: string; code: string }): Told => ({
  code,
  params: { context: 'asked', room: roomOid, text: roomOid },
  message: code,
})

export const startListeners = ({ t, notify }: ListenerOptions): (() => void) => {
  const tellRejected = (rejected: ReportAnswer['rejected']) => {
    const [first] = rejected
    if (!first) return
    notify({
      tone: 'bad',
      say: () => ({
        title: t('errors.rejected', { count: rejected.length }),
        text: sayFailure(t, rejection(first)),
      }),
    })
  }
  const tellRefusal = (what: 'cancel' | 'retry', refused: readonly Refusal[]) => {
    // A report that ended while it was being cancelled needs no notice.
    const first = refused.find(({ code }) => code !== 'illegal_transition')
    if (!first) return
    notify({
      tone: 'bad',
      say: () => ({ title: t(`errors.${what}`), text: sayFailure(t, first) }),
    })
  }
  const tellSaved = ({ payload: name }: { payload: string | null }) => {
    if (name === null) return
    notify({ tone: 'good', say: () => ({ title: t('report.savedAs', { name: oneLine(name) }) }) })
  }
  const tellImported = tellTogether(notify, 'import', {
    tone: 'good',
    words: (all: readonly Imported[]) => importedWords(t, all),
  })
  const tellFailedImport = tellTogether(notify, 'import-failed', {
    tone: 'bad',
    words: (all: readonly FailedImport[]) => failedWords(t, all),
  })
  const stops = [
    listeners.startListening({
      matcher: isRejected,
      effect: (action) => {
        const prefix = action.type.replace(/\/rejected$/u, '')
        const name: CommandName | undefined = commands[prefix]
        const { code, params, message = '' } = action.error as CommandError
        // A report that began by itself in the meantime needs no notice.
        if (!name || code === 'illegal_transition') return
        notify({
          tone: 'bad',
          say: () => ({
            title: t(`errors.${name}`),
            text: sayFailure(t, { code, params, message }),
          }),
        })
      },
    }),
    listeners.startListening({
      actionCreator: cancelReports.fulfilled,
      effect: ({ payload }) => tellRefusal('cancel', payload.refused),
    }),
    listeners.startListening({
      actionCreator: retryReports.fulfilled,
      effect: ({ payload }) => tellRefusal('retry', payload.refused),
    }),
    listeners.startListening({
      actionCreator: triggerReports.fulfilled,
      effect: ({ payload }) => tellRejected(payload.rejected),
    }),
    listeners.startListening({
      actionCreator: startOverview.fulfilled,
      effect: ({ payload }) => tellRejected(payload.rejected),
    }),
    listeners.startListening({
      actionCreator: throwAway.fulfilled,
      effect: ({ payload }, api) => {
        const dispatch = api.dispatch as AppDispatch
        const { trashOid, until, ...gone } = payload
        tellUndo(
          { t, notify },
          {
            topic: 'trash',
            until: Date.parse(until),
            title: () => deletedWords(t, gone),
            undo: () => void dispatch(takeBack(trashOid)),
          },
        )
      },
    }),
    listeners.startListening({
      actionCreator: mergeRooms.fulfilled,
      effect: ({ payload }, api) => {
        const dispatch = api.dispatch as AppDispatch
        const { trashOid, until, name, mergedFrom } = payload
        // Reports of before say where their rooms are now.
        void dispatch(loadWorkbooks())
        tellUndo(
          { t, notify },
          {
            topic: 'trash',
            until: Date.parse(until),
            title: () => t('rooms.merged', { count: mergedFrom.length + 1, name: oneLine(name) }),
            undo: () => void dispatch(takeBack(trashOid)),
          },
        )
      },
    }),
    listeners.startListening({
      actionCreator: chooseItems.fulfilled,
      effect: async ({ payload, meta }, api) => {
        const { reportOid, attempt } = payload
        // It can be taken back once the workbook is written.
        const isWritten = (root: unknown): boolean => {
          const entry = selectReport(root as ReportsRoot, reportOid)
          return entry?.state === 'finished' && entry.attempt >= attempt
        }
        await api.condition((_, root) => isWritten(root))
        const dispatch = api.dispatch as AppDispatch
        const { items, undo } = meta.arg
        notify({
          tone: 'good',
          topic: 'chosen',
          stays: chosenStaysMs,
          say: () => ({ title: t('details.choose.done') }),
          action: {
            say: () => t('trash.undo'),
            run: () => void dispatch(chooseItems({ reportOid, items: undo, undo: items })),
          },
        })
      },
    }),
    listeners.startListening({
      actionCreator: takeBack.fulfilled,
      effect: () =>
        notify({ tone: 'good', topic: 'trash', say: () => ({ title: t('trash.undone') }) }),
    }),
    listeners.startListening({
      actionCreator: sayOfPeople.fulfilled,
      effect: ({ payload }, api) => {
        const dispatch = api.dispatch as AppDispatch
        const { said, count, until } = payload
        tellUndo(
          { t, notify },
          {
            topic: 'people',
            until: until,
            title: () => t(`people.said.${said}`, { count }),
            undo: () => void dispatch(undoPeople(payload)),
          },
        )
      },
    }),
    listeners.startListening({
      actionCreator: undoPeople.fulfilled,
      effect: () =>
        notify({ tone: 'good', topic: 'people', say: () => ({ title: t('people.undone') }) }),
    }),
    ...listenToAccess({ t, notify }),
    ...listenToGroups({ t, notify }),
    ...listenToServers({ t, notify }),
    listeners.startListening({ actionCreator: saveWorkbookAs.fulfilled, effect: tellSaved }),
    listeners.startListening({ actionCreator: saveReportAs.fulfilled, effect: tellSaved }),
    listeners.startListening({
      actionCreator: importsSlice.actions.importsChanged,
      effect: ({ payload }, api) => {
        const before = api.getOriginalState() as {
          imports: ReturnType<typeof importsSlice.reducer>
        }
        for (const item of payload) {
          const known = before.imports.entities[item.importOid]?.state
          // Replayed ends are no news.
          if (known === item.state) continue
          const name = oneLine(item.name)
          if (item.state === 'finished') {
            tellImported(item.importOid, { name, ...item.counts })
          }
          if (item.choices?.table) {
            // It asks beside the import; a notice would cover that question.
            const say = () => ({ title: t('imports.asksToast', { name }) })
            notify({ tone: 'good', say, topic: 'import' })
          } else if (item.state === 'failed') {
            tellFailedImport(item.importOid, { name, reason: item.error ?? { message: '' } })
          }
        }
      },
    }),
  ]
  return () => stops.forEach((stop) => stop())
}
