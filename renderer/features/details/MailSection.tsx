import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RowButton } from '../../ui/RowButton.tsx'
import { isHeld, type ReportEntry } from '../reports/index.ts'
import classes from './details.module.css'
import { HeldMail } from './HeldMail.tsx'
import { MailDialog } from './MailDialog.tsx'

/** The mail of a finished report, to be looked at, and to be approved where it waits for that. */
export const MailSection = ({ entry }: { entry: ReportEntry }) => {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const { reportOid, state, delivery } = entry
  if (state !== 'finished' || delivery === 'none') return null
  return (
    <section className={classes.section} aria-label={t('details.mail.title')}>
      <div className={classes.head}>
        <h3>{t('details.mail.title')}</h3>
        <RowButton onClick={() => setOpen(true)}>{t('details.mail.look')}</RowButton>
      </div>
      {isHeld(entry) && (
        <>
          <p className={classes.muted}>{t('details.mail.waits')}</p>
          <HeldMail reportOid={reportOid} />
        </>
      )}
      {isOpen && <MailDialog reportOid={reportOid} onClose={() => setOpen(false)} />}
    </section>
  )
}
