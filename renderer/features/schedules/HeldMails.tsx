import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import type { Report } from '../../../server/contract/reports.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import { HeldMail, MailDialog } from '../details/index.ts'
import { isHeld, selectReport, type ReportsRoot } from '../reports/index.ts'
import classes from './schedules.module.css'

interface HeldMailsProps {
  /** Those of one run. */
  reports: readonly Report[]
  /** Whether they share one mail. */
  isDigest: boolean
  nameOf: (report: Report) => string
}

/** The mails of a run that go to nobody before a person has approved them. */
export const HeldMails = ({ reports, isDigest, nameOf }: HeldMailsProps) => {
  const { t } = useTranslation()
  const [shownOid, setShown] = useState<string | null>(null)
  // As a text, so that a status that changes nothing of it draws nothing.
  const oids = useSelector((root: ReportsRoot) =>
    reports
      .filter((report) => isHeld(selectReport(root, report.reportOid) ?? report))
      .map(({ reportOid }) => reportOid)
      .join(' '),
  )
  const held = reports.filter(({ reportOid }) => oids.split(' ').includes(reportOid))
  // What is decided of one report of a digest is decided of all; those with people of their own stay held.
  const mails = isDigest ? held.slice(0, 1) : held
  if (mails.length === 0) return null
  return (
    <ul className={classes.held} aria-label={t('schedules.heldMails')}>
      {mails.map((report) => (
        <li key={report.reportOid}>
          <p>
            {isDigest
              ? t('schedules.waiting', { count: held.length })
              : t('schedules.waitingOf', { name: oneLine(nameOf(report)) })}
          </p>
          <div className={classes.heldActs}>
            <RowButton onClick={() => setShown(report.reportOid)}>
              {t('details.mail.look')}
            </RowButton>
            <Suspense fallback={null}>
              <HeldMail reportOid={report.reportOid} />
            </Suspense>
          </div>
        </li>
      ))}
      {shownOid !== null && (
        <Suspense fallback={null}>
          <MailDialog reportOid={shownOid} onClose={() => setShown(null)} />
        </Suspense>
      )}
    </ul>
  )
}
