import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppDispatch, type CommandError } from '../../api/services.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import { sayFailure } from '../../ui/sentences.ts'
import type { ReportEntry } from '../reports/index.ts'
import { approveReport, makeApprovalLink } from './commands.ts'
import classes from './details.module.css'
import { MailDialog } from './MailDialog.tsx'

/** The mail of a finished report, to be looked at, and to be approved where it waits for that. */
export const MailSection = ({ entry }: { entry: ReportEntry }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [isOpen, setOpen] = useState(false)
  const [isCopied, setCopied] = useState(false)
  const [problem, setProblem] = useState<CommandError | null>(null)
  const { reportOid, state, delivery, code } = entry
  const waits = delivery === 'pending' && code === 'waits_for_approval'
  if (state !== 'finished' || delivery === 'none') return null
  const decide = async (approved: boolean) => {
    const answer = await dispatch(approveReport({ reportOid, approved }))
    setProblem(approveReport.fulfilled.match(answer) ? null : (answer.error as CommandError))
  }
  const copyLink = async () => {
    const answer = await dispatch(makeApprovalLink(reportOid))
    if (!makeApprovalLink.fulfilled.match(answer)) {
      return setProblem(answer.error as CommandError)
    }
    await navigator.clipboard.writeText(answer.payload.url)
    setCopied(true)
  }
  return (
    <section className={classes.section} aria-label={t('details.mail.title')}>
      <div className={classes.head}>
        <h3>{t('details.mail.title')}</h3>
        <RowButton onClick={() => setOpen(true)}>{t('details.mail.look')}</RowButton>
      </div>
      {waits && (
        <>
          <p className={classes.muted}>{t('details.mail.waits')}</p>
          <div className={classes.mailActions}>
            <RowButton onClick={() => void decide(true)}>{t('details.mail.approve')}</RowButton>
            <RowButton onClick={() => void decide(false)}>{t('details.mail.refuse')}</RowButton>
            <RowButton title={t('details.mail.linkHint')} onClick={() => void copyLink()}>
              {t(isCopied ? 'app.copied' : 'details.mail.link')}
            </RowButton>
          </div>
        </>
      )}
      {problem !== null && (
        <p className={classes.warning} role="alert">
          {sayFailure(t, { ...problem, code: problem.code, message: problem.message ?? '' })}
        </p>
      )}
      {isOpen && <MailDialog reportOid={reportOid} onClose={() => setOpen(false)} />}
    </section>
  )
}
