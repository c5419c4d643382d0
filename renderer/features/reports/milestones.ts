import type { TFunction } from 'i18next'
import { formatCount } from '../../ui/format.ts'
import { isBusy, type BatchCounts } from './batch.ts'

const quarters = [75, 50, 25] as const

const ended = ({ done, failed, cancelled }: BatchCounts): number => done + failed + cancelled

/** The last quarter of a batch that has been passed, in percent of its reports. */
const quarterOf = (counts: BatchCounts): number => {
  const percent = counts.total === 0 ? 0 : (100 * ended(counts)) / counts.total
  return quarters.find((quarter) => percent >= quarter) ?? 0
}

/**
 * What a screen reader should hear about the way from `before` to `now`: a start, a quarter, a
 * failure, the end. Null most of the time, because it is read aloud.
 */
export const milestone = (t: TFunction, before: BatchCounts, now: BatchCounts): string | null => {
  const words: string[] = []
  const started = now.total - (ended(now) < ended(before) ? 0 : before.total)
  if (isBusy(now) && started > 0) words.push(t('milestones.started', { count: started }))
  const failed = now.failed - before.failed
  if (failed > 0) words.push(t('milestones.failed', { count: failed }))
  if (isBusy(before) && !isBusy(now)) {
    words.push(
      t('milestones.ended', {
        done: formatCount(now.done),
        failed: formatCount(now.failed),
        cancelled: formatCount(now.cancelled),
      }),
    )
  } else if (isBusy(now) && started <= 0 && quarterOf(now) > quarterOf(before)) {
    words.push(
      t('milestones.quarter', {
        percent: quarterOf(now),
        done: formatCount(ended(now)),
        total: formatCount(now.total),
      }),
    )
  }
  return words.length === 0 ? null : words.join('. ')
}
