import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../ui/CopyButton.tsx'
import type { ReportLogLine } from '../../../server/contract/reports.ts'
import { failureText, type ReportEntry } from '../reports/index.ts'
import classes from './details.module.css'
import { diagnosticsOf } from './diagnostics.ts'

/** Why a report failed, and what to do about it; the technical part is folded away. */
export const ErrorDetails = ({
  entry,
  log,
}: {
  entry: ReportEntry
  log: readonly ReportLogLine[]
}) => {
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
        <p className={classes.muted}>
          {t('details.errorFacts', {
            code: error.code,
            stage: t(`details.stage.${error.stage}`),
            number: entry.attempt,
          })}
        </p>
        <CopyButton text={() => diagnosticsOf(entry, log)} label={t('details.copyDiagnostics')} />
      </details>
    </section>
  )
}
