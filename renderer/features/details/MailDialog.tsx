import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MailPreview } from '../../../server/contract/reports.ts'
import { useAppDispatch } from '../../api/services.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { formatBytes } from '../../ui/format.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { readMail } from './commands.ts'
import classes from './details.module.css'
import { mailPage } from './mail-page.ts'

const nonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

export interface MailDialogProps {
  reportOid: string
  onClose: () => void
}

/** The mail of a report as it would go out, or did: who gets it, what is attached, and what it says. */
export const MailDialog = ({ reportOid, onClose }: MailDialogProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [mail, setMail] = useState<MailPreview | null>(null)
  const [isMissing, setMissing] = useState(false)
  useEffect(() => {
    const request = dispatch(readMail(reportOid))
    void request.then((answer) => {
      if (readMail.fulfilled.match(answer)) setMail(answer.payload)
      else if (!answer.meta.aborted) setMissing(true)
    })
    return () => request.abort()
  }, [dispatch, reportOid])
  const files = (mail?.attachments ?? []).map(({ fileName, bytes, attached }) =>
    t(attached ? 'details.mail.file' : 'details.mail.fileNamed', {
      name: oneLine(fileName),
      size: formatBytes(bytes),
    }),
  )
  const facts =
    mail &&
    ([
      [t('details.mail.from'), [oneLine(mail.from)]],
      [
        t('details.mail.to'),
        mail.recipients.map(({ address, state }) =>
          state === 'pending' ? address : `${address}: ${t(`report.recipients.${state}`)}`,
        ),
      ],
      [t('details.mail.files'), files],
    ] as const)
  return (
    <Dialog
      onClose={onClose}
      size={820}
      title={mail ? oneLine(mail.subject) : t('details.mail.title')}
    >
      {isMissing && <p className={classes.muted}>{t('details.mail.none')}</p>}
      {facts && (
        <dl className={classes.mailFacts}>
          {facts.map(([term, values]) => (
            <div key={term}>
              <dt>{term}</dt>
              {values.map((value) => (
                <dd key={value}>
                  <bdi>{value}</bdi>
                </dd>
              ))}
            </div>
          ))}
        </dl>
      )}
      {mail && (
        <div className={classes.mailPaper}>
          <iframe
            className={classes.mailFrame}
            title={t('details.mail.frame')}
            sandbox=""
            srcDoc={mailPage(mail.html, nonce())}
          />
        </div>
      )}
    </Dialog>
  )
}
