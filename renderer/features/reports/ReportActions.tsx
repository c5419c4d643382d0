import { IconDeviceFloppy, IconEye, IconFolder } from '@tabler/icons-react'
import { memo, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { shallowEqual, useSelector } from 'react-redux'
import { isTerminal } from '../../../server/contract/reports.ts'
import type { SentenceCode } from '../../../server/contract/sentences.ts'
import { useAppDispatch } from '../../api/services.ts'
import { RowButton } from '../../ui/RowButton.tsx'
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
      roomOid: entry?.roomOid,
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

  const tabIndex = tabbable ? 0 : -1
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
      {state === 'finished' && missing && roomOid !== undefined && (
        <RowButton
          tabIndex={tabIndex}
          title={t('report.makeAgainHint')}
          onClick={() => generate([roomOid])}
        >
          {t('report.makeAgain')}
        </RowButton>
      )}
      {state === 'finished' && !missing && (
        <>
          <RowButton
            tabIndex={tabIndex}
            label={t('report.preview')}
            onClick={() => dispatch(reportsSlice.actions.previewOpened(reportOid))}
          >
            <IconEye size={16} stroke={1.75} aria-hidden />
          </RowButton>
          <RowButton tabIndex={tabIndex} onClick={() => dispatch(openWorkbook(reportOid))}>
            {t('report.open')}
          </RowButton>
          <RowButton
            tabIndex={tabIndex}
            label={t('report.show')}
            onClick={() => dispatch(showWorkbook(reportOid))}
          >
            <IconFolder size={16} stroke={1.75} aria-hidden />
          </RowButton>
          <RowButton
            tabIndex={tabIndex}
            label={t('report.saveAs')}
            onClick={() => dispatch(saveWorkbookAs(reportOid))}
          >
            <IconDeviceFloppy size={16} stroke={1.75} aria-hidden />
          </RowButton>
        </>
      )}
      {state === 'finished' && !missing && withoutModel && roomOid !== undefined && (
        <RowButton
          tabIndex={tabIndex}
          title={t('report.makeAgainHint')}
          onClick={() => generate([roomOid])}
        >
          {t('report.withModel')}
        </RowButton>
      )}
      {goodOid !== undefined && (
        <RowButton
          tabIndex={tabIndex}
          name={t('report.openLast')}
          title={t('report.openLast')}
          onClick={() => dispatch(openWorkbook(goodOid))}
        >
          {t('report.open')}
        </RowButton>
      )}
      {state === 'finished' && mailFailed && (
        <RowButton
          tabIndex={tabIndex}
          disabled={asked === 'retry'}
          onClick={() => dispatch(retryReports([reportOid]))}
        >
          {t('report.sendAgain')}
        </RowButton>
      )}
      {(state === 'cancelled' || (state === 'failed' && retryable)) && (
        <RowButton
          tabIndex={tabIndex}
          disabled={asked === 'retry'}
          onClick={() => dispatch(retryReports([reportOid]))}
        >
          {t('report.retry')}
        </RowButton>
      )}
      {state === 'queued' && (
        <RowButton
          tabIndex={tabIndex}
          disabled={isNext || asked === 'cancel'}
          onClick={() => dispatch(runReportNext(reportOid))}
        >
          {t('report.runNext')}
        </RowButton>
      )}
      {waitsForModel && (
        <RowButton
          tabIndex={tabIndex}
          title={t('report.quotesHint')}
          disabled={asked !== undefined}
          onClick={() => dispatch(takeQuotes(reportOid))}
        >
          {t('report.quotes')}
        </RowButton>
      )}
      {state !== undefined && !isTerminal(state) && (
        <RowButton
          tabIndex={tabIndex}
          disabled={asked === 'cancel'}
          onClick={() => dispatch(cancelReports([reportOid]))}
        >
          {t('report.cancel')}
        </RowButton>
      )}
    </div>
  )
}

/** The buttons of a report; nothing, and nothing that would look for changes, where there is none yet. */
export const ReportActions = memo(({ reportOid, tabbable }: ReportActionsProps) =>
  reportOid === undefined ? null : <ActionsOf reportOid={reportOid} tabbable={tabbable} />,
)
ReportActions.displayName = 'ReportActions'
