import { IconAlertCircle, IconAlertTriangle, IconPoint, type TablerIcon } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ReportLogLine } from '../../../server/contract/reports.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { formatClock, formatExact } from '../../ui/format.ts'
import { shorten } from '../../ui/plain-text.ts'
import { sayTold } from '../../ui/sentences.ts'
import type { ReportEntry } from '../reports/index.ts'
import classes from './details.module.css'
import { diagnosticsOf } from './diagnostics.ts'

const icons: Record<ReportLogLine['level'], TablerIcon> = {
  info: IconPoint,
  warn: IconAlertTriangle,
  error: IconAlertCircle,
}

const lineLength = 300

/** What happened to a report, the latest first. */
export const LogSection = ({
  entry,
  log,
}: {
  entry: ReportEntry
  log: readonly ReportLogLine[] | null
}) => {
  const { t } = useTranslation()
  return (
    <section className={classes.section} aria-label={t('details.log')}>
      <details className={classes.fold}>
        <summary>{t('details.log')}</summary>
        {log?.length === 0 && <p className={classes.muted}>{t('details.logEmpty')}</p>}
        <ol className={classes.log}>
          {log?.toReversed().map((line, index) => {
            const Icon = icons[line.level]
            return (
              // Lines are only ever added, at the front of this order.
              <li key={log.length - index} data-level={line.level}>
                <time dateTime={line.at} title={formatExact(line.at)}>
                  {formatClock(line.at)}
                </time>
                <Icon size={14} stroke={1.75} aria-label={t(`details.level.${line.level}`)} />
                <bdi>{shorten(sayTold(t, line), lineLength)}</bdi>
              </li>
            )
          })}
        </ol>
        <CopyButton
          text={() => diagnosticsOf(entry, log ?? [])}
          label={t('details.copyDiagnostics')}
        />
      </details>
    </section>
  )
}
