import { createListenerMiddleware, isRejected } from '@reduxjs/toolkit'
import type { TFunction } from 'i18next'
import {
  cancelImport,
  importFiles,
  importSamples,
  importsSlice,
  pickImports,
} from '../features/imports/index.ts'
import { changeQueue } from '../features/queue-control/index.ts'
import {
  cancelReports,
  dragWorkbook,
  openLink,
  openWorkbook,
  readMailPlan,
  retryReports,
  runReportNext,
  saveReportAs,
  saveWorkbookAs,
  showWorkbook,
  takeQuotes,
  triggerReports,
  type Refusal,
} from '../features/reports/index.ts'
import { changeRoom } from '../features/rooms/index.ts'
import {
  changePreferences,
  chooseDataFolder,
  chooseLogo,
  openLogFolder,
  restartApp,
} from '../features/settings/index.ts'
import type { CommandError } from '../api/services.ts'
import { oneLine, shorten } from '../ui/plain-text.ts'
import { sayFailure, type Told } from '../ui/sentences.ts'
import { showTarget } from './targets.ts'

/** Effects of actions: notices to the person. Reducers stay pure. */
export const listeners = createListenerMiddleware()

export interface Notice {
  tone: 'good' | 'bad'
  /** Its words; asked for again when the window speaks another language. */
  say: () => { title: string; text?: string }
  /** A later notice of the same topic takes the place of the earlier one. */
  topic?: string
}

/** Failures of imports that follow each other within so many milliseconds are one notice. */
const togetherMs = 12_000

export interface ListenerOptions {
  t: TFunction
  notify: (notice: Notice) => void
}

/** Names in the catalogue of the commands that a person gives and that may fail. */
const commands = {
  [triggerReports.typePrefix]: 'trigger',
  [readMailPlan.typePrefix]: 'trigger',
  [cancelReports.typePrefix]: 'cancel',
  [retryReports.typePrefix]: 'retry',
  [takeQuotes.typePrefix]: 'quotes',
  [runReportNext.typePrefix]: 'runNext',
  [changeQueue.typePrefix]: 'queue',
  [openWorkbook.typePrefix]: 'open',
  [showWorkbook.typePrefix]: 'show',
  [saveWorkbookAs.typePrefix]: 'save',
  [saveReportAs.typePrefix]: 'save',
  [dragWorkbook.typePrefix]: 'drag',
  [openLink.typePrefix]: 'link',
  [pickImports.typePrefix]: 'import',
  [cancelImport.typePrefix]: 'cancel',
  [importFiles.typePrefix]: 'import',
  [importSamples.typePrefix]: 'import',
  [changePreferences.typePrefix]: 'preferences',
  [chooseLogo.typePrefix]: 'logo',
  [chooseDataFolder.typePrefix]: 'dataFolder',
  [openLogFolder.typePrefix]: 'show',
  [restartApp.typePrefix]: 'restart',
  [showTarget.typePrefix]: 'target',
  [changeRoom.typePrefix]: 'localOnly',
} as const

type CommandName = (typeof commands)[string]

/** Why a room got no report; the answer names the room and a code. */
const rejection = ({ roomOid, code }: { roomOid: string; code: string }): Told => ({
  code,
  params: { context: 'asked', room: roomOid, text: roomOid },
  message: code,
})

export const startListeners = ({ t, notify }: ListenerOptions): (() => void) => {
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
  let failed: { name: string; reason: Told; at: number }[] = []
  /** Files that fail together are told of together: the notice grows instead of being shown many times. */
  const tellFailedImport = (failure: { name: string; reason: Told }) => {
    const at = Date.now()
    failed = [...failed.filter((earlier) => at - earlier.at < togetherMs), { ...failure, at }]
    const all = failed
    const say = () =>
      all.length === 1
        ? {
            title: t('imports.failedToast', { name: failure.name }),
            text: sayFailure(t, failure.reason),
          }
        : {
            title: t('imports.failedToasts', { count: all.length }),
            text: shorten(all.map(({ name }) => name).join(', '), 200),
          }
    notify({ tone: 'bad', say, topic: 'import-failed' })
  }
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
      effect: ({ payload: { rejected } }) => {
        const [first] = rejected
        if (!first) return
        notify({
          tone: 'bad',
          say: () => ({
            title: t('errors.rejected', { count: rejected.length }),
            text: sayFailure(t, rejection(first)),
          }),
        })
      },
    }),
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
            const say = () => {
              const rooms = t('imports.rooms', { count: item.counts.rooms })
              const messages = t('imports.messages', { count: item.counts.messages })
              return { title: t('imports.done', { name, rooms, messages }) }
            }
            notify({ tone: 'good', say, topic: 'import' })
          }
          if (item.choices?.table) {
            // It asks beside the import; a complaint would lie over the very question.
            const say = () => ({ title: t('imports.asksToast', { name }) })
            notify({ tone: 'good', say, topic: 'import' })
          } else if (item.state === 'failed') {
            tellFailedImport({ name, reason: item.error ?? { message: '' } })
          }
        }
      },
    }),
  ]
  return () => stops.forEach((stop) => stop())
}
