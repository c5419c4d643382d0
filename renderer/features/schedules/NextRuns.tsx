import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportPeriod } from '../../../server/contract/report-options.ts'
import type { NextRuns as Answer } from '../../../server/contract/schedules.ts'
import { useAppDispatch, type CommandError } from '../../api/services.ts'
import { formatInZone } from '../../ui/format.ts'
import { sayFailure, toldOf } from '../../ui/sentences.ts'
import { useRested } from '../../ui/use-rested.ts'
import { askNextRuns } from './commands.ts'
import classes from './schedules.module.css'

/** Runs ahead that are named. */
const shownRuns = 3

interface NextRunsProps {
  /** Null while it cannot be said. */
  cron: string | null
  timeZone: string
  period: ReportPeriod
}

/** When a schedule would run, and what its first run would read, while it is filled in. */
export const NextRuns = ({ cron, timeZone, period }: NextRunsProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const question = cron === null ? null : JSON.stringify({ cron, timeZone, period })
  const [said, setSaid] = useState<{ answer: Answer } | { failure: CommandError } | null>(null)
  const ask = useCallback(() => {
    const request = dispatch(askNextRuns(JSON.parse(question ?? '{}')))
    void request.then((answer) => {
      if (askNextRuns.fulfilled.match(answer)) setSaid({ answer: answer.payload })
      else if (!answer.meta.aborted) setSaid({ failure: answer.error })
    })
    return request
  }, [dispatch, question])
  useRested(question === null ? null : ask)
  if (question === null || said === null) return <div className={classes.would} />
  if ('failure' in said) {
    return (
      <div role="alert" className={`${classes.would} ${classes.problem}`}>
        {sayFailure(t, toldOf(said.failure))}
      </div>
    )
  }
  const { items } = said.answer
  const [first] = items
  return (
    <div role="status" className={classes.would}>
      <strong>{t('schedules.form.next')}</strong>
      <ul>
        {items.slice(0, shownRuns).map(({ at }) => (
          <li key={at}>{formatInZone(at, timeZone)}</li>
        ))}
        {first === undefined && <li>{t('schedules.neverAgain')}</li>}
      </ul>
      {first?.from !== undefined && first.to !== undefined && (
        <p>
          {t('schedules.form.reads', {
            from: formatInZone(first.from, timeZone),
            to: formatInZone(first.to, timeZone),
          })}
        </p>
      )}
    </div>
  )
}
