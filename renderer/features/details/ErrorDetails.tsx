import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { oneLine } from '../../ui/plain-text.ts'
import { failureText, type ReportEntry } from '../reports/index.ts'
import classes from './details.module.css'

/** What a person may paste into a message: ids, codes and times; no name, no chat text, no token. */
export const diagnosticsOf = (entry: ReportEntry): string => {
  const { reportOid, roomOid, state, delivery, attempt, progress, error } = entry
  const { createdAt, startedAt, finishedAt } = entry
  return JSON.stringify(
    {
      reportOid,
      roomOid,
      state,
      delivery,
      attempt,
      progress,
      error: error && { code: error.code, stage: error.stage, retryable: error.retryable },
      createdAt,
      startedAt,
      finishedAt,
    },
    null,
    2,
  )
}

export const ErrorDetails = ({ entry }: { entry: ReportEntry }) => {
  const { t } = useTranslation()
  const { error } = entry
  if (!error) return null
  return (
    <section className={classes.problem} aria-label={t('details.problem')}>
      <h3>{t('details.problem')}</h3>
      <p>
        <bdi>{failureText(t, entry)}</bdi>
      </p>
      <details>
        <summary>{t('app.details')}</summary>
        <p>
          <bdi>{oneLine(error.message)}</bdi>
        </p>
        <p className={classes.muted}>
          {t('details.errorFacts', {
            code: error.code,
            stage: error.stage,
            number: entry.attempt,
          })}
        </p>
        <CopyButton text={() => diagnosticsOf(entry)} label={t('details.copyDiagnostics')} />
      </details>
    </section>
  )
}
