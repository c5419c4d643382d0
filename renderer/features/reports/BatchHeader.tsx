import { Button } from '@mantine/core'
import { memo, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { Bar } from '../../ui/Bar.tsx'
import { formatCount, formatRange, formatStep, stepDown, stepUp } from '../../ui/format.ts'
import { PauseButton, PausedMark, selectPaused } from '../queue-control/index.ts'
import { batchFraction, isBusy, notBelowRows, type BatchCounts } from './batch.ts'
import { cancelReports, retryReports } from './commands.ts'
import { ConfirmCancel } from './ConfirmCancel.tsx'
import classes from './reports.module.css'
import {
  selectBatchCounts,
  selectBatchEntries,
  selectFailedOids,
  selectOpenOids,
  type StateFilter,
} from './selectors.ts'
import { useTimeLeft } from './use-time-left.ts'

type Part = 'running' | 'queued' | 'failed' | 'cancelled'

/** What the state filter calls a part of the batch. */
const filterOfPart: Record<Part, StateFilter> = {
  running: 'running',
  queued: 'running',
  failed: 'failed',
  cancelled: 'cancelled',
}

interface CountsProps {
  counts: BatchCounts
  onShow?: ((filter: StateFilter) => void) | undefined
}

const Counts = ({ counts, onShow }: CountsProps) => {
  const { t } = useTranslation()
  if (counts.total === 0) return <span className={classes.muted}>{t('batch.none')}</span>
  const shown = (part: Part) => {
    if (counts[part] === 0) return null
    const text = t(`batch.${part}`, { count: counts[part] })
    return (
      <>
        <span className={classes.comma}>, </span>
        {onShow ? (
          <button
            type="button"
            data-part={part}
            title={t('batch.showPart')}
            onClick={() => onShow(filterOfPart[part])}
          >
            {text}
          </button>
        ) : (
          <span data-part={part}>{text}</span>
        )}
      </>
    )
  }
  return (
    <>
      <strong>
        {t('batch.done', { done: formatCount(counts.done), total: formatCount(counts.total) })}
      </strong>
      {shown('running')}
      {shown('failed')}
      {shown('queued')}
      {shown('cancelled')}
    </>
  )
}

export interface BatchHeaderProps {
  /** Messages of a room: the weight of its report in the bar. */
  messagesOf: (roomOid: string) => number
  /** Makes the counts lead to the reports they count. Default: they are words only. */
  onShow?: (filter: StateFilter) => void
  /** Whether the queue can be paused here. Default: true; false where another button does. */
  pausable?: boolean
}

/** How far the batch is and what can be done with all of it. Always there, so nothing ever jumps. */
export const BatchHeader = memo(({ messagesOf, onShow, pausable = true }: BatchHeaderProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const entries = useSelector(selectBatchEntries)
  const counts = useSelector(selectBatchCounts)
  const open = useSelector(selectOpenOids)
  const failed = useSelector(selectFailedOids)
  const [confirming, setConfirming] = useState(false)
  const busy = isBusy(counts)
  const paused = useSelector(selectPaused)
  const fraction = useMemo(() => batchFraction(entries, messagesOf), [entries, messagesOf])
  const left = notBelowRows(useTimeLeft(busy && !paused, fraction), entries)
  const range =
    left && stepDown(left.low) > 0
      ? t('report.secondsLeft', { time: formatRange(left.low, left.high) })
      : left && t('batch.leftBelow', { high: formatStep(stepUp(left.high)) })
  return (
    <section className={classes.batch} aria-label={t('batch.label')}>
      <div className={classes.counts} data-testid="batch-counts">
        <Counts counts={counts} onShow={onShow} />
      </div>
      <div className={classes.batchBar}>
        {busy && <Bar fraction={fraction} label={t('batch.label')} />}
      </div>
      <div className={classes.batchLeft}>{paused ? <PausedMark /> : busy && range}</div>
      <div className={classes.batchActions}>
        {pausable && (busy || paused) && <PauseButton size="compact-sm" />}
        {failed.length > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void dispatch(retryReports(failed))}
          >
            {t('batch.retryFailed', { count: failed.length })}
          </Button>
        )}
        {open.length > 0 && (
          <Button size="compact-sm" variant="default" onClick={() => setConfirming(true)}>
            {t('batch.cancelAll')}
          </Button>
        )}
      </div>
      <ConfirmCancel
        count={confirming ? open.length : 0}
        onClose={() => setConfirming(false)}
        onConfirm={() => void dispatch(cancelReports(open))}
      />
    </section>
  )
})
BatchHeader.displayName = 'BatchHeader'
