import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppDispatch, type CommandError } from '../../api/services.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import { sayFailure, toldOf } from '../../ui/sentences.ts'
import { approveReport, makeApprovalLink } from './commands.ts'
import classes from './details.module.css'

/** What a person can do with a mail that waits for an approval. */
export const HeldMail = ({ reportOid }: { reportOid: string }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [isCopied, setCopied] = useState(false)
  const [problem, setProblem] = useState<CommandError | null>(null)
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
    <>
      <div className={classes.mailActions}>
        <RowButton onClick={() => void decide(true)}>{t('details.mail.approve')}</RowButton>
        <RowButton onClick={() => void decide(false)}>{t('details.mail.refuse')}</RowButton>
        <RowButton title={t('details.mail.linkHint')} onClick={() => void copyLink()}>
          {t(isCopied ? 'app.copied' : 'details.mail.link')}
        </RowButton>
      </div>
      {problem !== null && (
        <p className={classes.warning} role="alert">
          {sayFailure(t, toldOf(problem))}
        </p>
      )}
    </>
  )
}
