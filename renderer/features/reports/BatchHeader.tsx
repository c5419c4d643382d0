import { Button } from '@mantine/core'
import { memo, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { useAppDispatch } from '../../api/services.ts'
import { Bar } from '../../ui/Bar.tsx'
import { formatCount, formatStep, stepDown, stepUp } from '../../ui/format.ts'
import { batchFraction, isBusy, type BatchCounts } from './batch.ts'
import { cancelReports, retryReports } from './commands.ts'
import { ConfirmCancel } from './ConfirmCancel.tsx'
import classes from './reports.module.css'
import {
  selectBatchCounts,
  selectBatchEntries,
  selectFailedOids,
  selectOpenOids,
} from './selectors.ts'
import { useTimeLeft } from './use-time-left.ts'

const Counts = ({ counts }: { counts: BatchCounts }) => {
  const { t } = useTranslation()
  if (counts.total === 0) return <span className={classes.muted}>{t('batch.none')}</span>
  const shown = (part: 'running' | 'queued' | 'failed' | 'cancelled') =>
    counts[part] > 0 && (
      <>
        <span className={classes.comma}>, </span>
        <span data-part={part}>{t(`batch.${part}`, { count: counts[part] })}</span>
      </>
    )
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

/** How far the batch is and what can be done with all of it. Always there, so nothing ever jumps. */
export const BatchHeader = memo(({ messagesOf }: { messagesOf: (roomOid: string) => number }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const entries = useSelector(selectBatchEntries)
  const counts = useSelector(selectBatchCounts)
  const open = useSelector(selectOpenOids)
  const failed = useSelector(selectFailedOids)
  const [confirming, setConfirming] = useState(false)
  const busy = isBusy(counts)
  const fraction = useMemo(() => batchFraction(entries, messagesOf), [entries, messagesOf])
  const left = useTimeLeft(busy, fraction)
  const range =
    left && stepDown(left.low) > 0
      ? t('batch.leftRange', {
          low: formatStep(stepDown(left.low)),
          high: formatStep(stepUp(left.high)),
        })
      : left && t('batch.leftBelow', { high: formatStep(stepUp(left.high)) })
  return (
    <section className={classes.batch} aria-label={t('batch.label')}>
      <div className={classes.counts} data-testid="batch-counts">
        <Counts counts={counts} />
      </div>
      <div className={classes.batchBar}>
        {busy && <Bar fraction={fraction} label={t('batch.label')} />}
      </div>
      <div className={classes.batchLeft}>{busy && range}</div>
      <div className={classes.batchActions}>
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
