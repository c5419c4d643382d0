import { IconDeviceFloppy, IconEye, IconFolder, type TablerIcon } from '@tabler/icons-react'
import { memo, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { shallowEqual, useSelector } from 'react-redux'
import { isTerminal } from '../../../server/contract/reports.ts'
import type { SentenceCode } from '../../../server/contract/sentences.ts'
import { isElsewhere } from '../../api/shown-server.ts'
import { useAppDispatch } from '../../api/services.ts'
import { RowButton, type RowButtonProps } from '../../ui/RowButton.tsx'
import {
  cancelReports,
  openWorkbook,
  retryReports,
  runReportNext,
  saveWorkbookAs,
  showWorkbook,
  takeQuotes,
} from './commands.ts'
import classes from './reports.module.css'
import { reportsSlice, type ReportsRoot } from './reports-slice.ts'
import {
  selectAsked,
  selectGoodOid,
  selectIsMissing,
  selectNextOids,
  selectReport,
} from './selectors.ts'
import { useGenerate } from './use-generate.ts'

export interface ReportActionsProps {
  reportOid: string | undefined
  /** False keeps the buttons out of the tab order: only the active row's buttons are in it. */
  tabbable: boolean
}

/** Statuses of a report that waits for its model and need not. */
const modelWaits: ReadonlySet<string | undefined> = new Set<SentenceCode>([
  'model_silent',
  'waiting_for_model',
  'waiting_for_model_place',
])

/** A button that says its words, or shows the icon that stands for them. */
interface Action extends Omit<RowButtonProps, 'children'> {
  words: string
  icon?: TablerIcon
}

/**
 * What can be done with a report now. The buttons change with its state, also while one of them has
 * the focus; the focus then goes to the first button that is there instead, or to the row.
 */
const ActionsOf = ({ reportOid, tabbable }: ReportActionsProps & { reportOid: string }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  // What the buttons go by, and no more: most statuses change nothing of it.
  const shown = useSelector((root: ReportsRoot) => {
    const entry = selectReport(root, reportOid)
    const state = entry?.state
    return {
      state,
      // An overview is made anew out of its rooms, which it does not know here.
      roomOid: entry?.kind === 'overview' ? undefined : entry?.roomOid,
      retryable: entry?.error?.retryable !== false,
      mailFailed: entry?.delivery === 'failed',
      withoutModel: entry?.workbook?.withoutModel !== undefined,
      waitsForModel: state === 'summarizing' && modelWaits.has(entry?.code),
      asked: selectAsked(root, reportOid),
      missing: selectIsMissing(root, reportOid),
      isNext: selectNextOids(root).includes(reportOid),
      goodOid: selectGoodOid(root, reportOid),
    }
  }, shallowEqual)
  const { state, roomOid, retryable, mailFailed, withoutModel, waitsForModel } = shown
  const { asked, missing, isNext, goodOid } = shown
  const generate = useGenerate()
  const box = useRef<HTMLDivElement>(null)
  const hadFocus = useRef(false)

  useLayoutEffect(() => {
    const element = box.current
    if (!element || !hadFocus.current || element.contains(document.activeElement)) return
    const next =
      element.querySelector('button') ?? element.closest<HTMLElement>('[role="row"],[tabindex]')
    next?.focus({ preventScroll: true })
    // They are not read: they say when the buttons have changed.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [state, missing, waitsForModel])

  const isReadable = state === 'finished' && !missing
  const again = (words: string) =>
    roomOid !== undefined && {
      words,
      title: t('report.makeAgainHint'),
      onClick: () => generate([roomOid]),
    }
  const retry = (words: string) => ({
    words,
    disabled: asked === 'retry',
    onClick: () => dispatch(retryReports([reportOid])),
  })
  const actions: (Action | false)[] = [
    state === 'finished' && missing && again(t('report.makeAgain')),
    isReadable && {
      words: t('report.preview'),
      icon: IconEye,
      onClick: () => dispatch(reportsSlice.actions.previewOpened(reportOid)),
    },
    isReadable && {
      words: t('report.open'),
      onClick: () => dispatch(openWorkbook(reportOid)),
    },
    isReadable &&
      !isElsewhere() && {
        words: t('report.show'),
        icon: IconFolder,
        onClick: () => dispatch(showWorkbook(reportOid)),
      },
    isReadable && {
      words: t('report.saveAs'),
      icon: IconDeviceFloppy,
      onClick: () => dispatch(saveWorkbookAs(reportOid)),
    },
    isReadable && withoutModel && again(t('report.withModel')),
    goodOid !== undefined && {
      words: t('report.open'),
      name: t('report.openLast'),
      title: t('report.openLast'),
      onClick: () => dispatch(openWorkbook(goodOid)),
    },
    state === 'finished' && mailFailed && retry(t('report.sendAgain')),
    (state === 'cancelled' || (state === 'failed' && retryable)) && retry(t('report.retry')),
    state === 'queued' && {
      words: t('report.runNext'),
      disabled: isNext || asked === 'cancel',
      onClick: () => dispatch(runReportNext(reportOid)),
    },
    waitsForModel && {
      words: t('report.quotes'),
      title: t('report.quotesHint'),
      disabled: asked !== undefined,
      onClick: () => dispatch(takeQuotes(reportOid)),
    },
    state !== undefined &&
      !isTerminal(state) && {
        words: t('report.cancel'),
        disabled: asked === 'cancel',
        onClick: () => dispatch(cancelReports([reportOid])),
      },
  ]
  return (
    <div
      ref={box}
      className={classes.actions}
      onFocus={() => {
        hadFocus.current = true
      }}
      onBlur={() => {
        hadFocus.current = false
      }}
    >
      {actions.map((action) => {
        if (!action) return null
        const { words, icon: Icon, ...button } = action
        return (
          <RowButton
            key={action.name ?? words}
            tabIndex={tabbable ? 0 : -1}
            {...(Icon && { label: words })}
            {...button}
          >
            {Icon ? <Icon size={16} stroke={1.75} aria-hidden /> : words}
          </RowButton>
        )
      })}
    </div>
  )
}

/** The buttons of a report; nothing, and nothing that would look for changes, where there is none yet. */
export const ReportActions = memo(({ reportOid, tabbable }: ReportActionsProps) =>
  reportOid === undefined ? null : <ActionsOf reportOid={reportOid} tabbable={tabbable} />,
)
ReportActions.displayName = 'ReportActions'
