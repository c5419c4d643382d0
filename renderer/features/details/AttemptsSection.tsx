import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportAttempt } from '../../../server/contract/reports.ts'
import { useAppDispatch } from '../../api/services.ts'
import { formatDuration, formatExact, formatMoment } from '../../ui/format.ts'
import { StateMark } from '../../ui/StateMark.tsx'
import { failureText, type ReportEntry } from '../reports/index.ts'
import { readAttempts } from './commands.ts'
import classes from './details.module.css'

const useAttempts = (reportOid: string): readonly ReportAttempt[] => {
  const dispatch = useAppDispatch()
  const [attempts, setAttempts] = useState<readonly ReportAttempt[]>([])
  useEffect(() => {
    const request = dispatch(readAttempts(reportOid))
    void request.then((answer) => {
      if (readAttempts.fulfilled.match(answer)) setAttempts(answer.payload)
    })
    return () => request.abort()
  }, [dispatch, reportOid])
  return attempts
}

const Attempt = ({ attempt }: { attempt: ReportAttempt }) => {
  const { t } = useTranslation()
  const { state, error, startedAt, finishedAt } = attempt
  const took = startedAt ? Date.parse(finishedAt) - Date.parse(startedAt) : null
  return (
    <li className={classes.attempt} data-attempt={attempt.attempt} data-report-state={state}>
      <div className={classes.attemptLine}>
        <span>{t('details.attempt', { number: attempt.attempt })}</span>
        <StateMark state={state} word={t(`report.states.${state}`)} />
        {took !== null && (
          <span className={classes.muted}>
            {t('report.took', { time: formatDuration(Math.max(0, took)) })}
          </span>
        )}
        <time dateTime={finishedAt} title={formatExact(finishedAt)}>
          {formatMoment(finishedAt)}
        </time>
      </div>
      {error && (
        <p>
          <bdi>{failureText(t, attempt)}</bdi>{' '}
          <span className={classes.muted}>
            {t('details.attemptFacts', {
              code: error.code,
              stage: t(`details.stage.${error.stage}`),
            })}
          </span>
        </p>
      )}
    </li>
  )
}

/**
 * What became of the attempts before this one: when, and why. Nothing where there was none. Asked for
 * once; another attempt is another element.
 */
export const AttemptsSection = ({ entry }: { entry: ReportEntry }) => {
  const { t } = useTranslation()
  const attempts = useAttempts(entry.reportOid)
  const earlier = attempts.filter(({ attempt }) => attempt < entry.attempt)
  if (earlier.length === 0) return null
  return (
    <section className={classes.section} aria-label={t('details.attempts')}>
      <h3>{t('details.attempts')}</h3>
      <ol>
        {earlier.map((attempt) => (
          <Attempt key={attempt.attempt} attempt={attempt} />
        ))}
      </ol>
    </section>
  )
}
