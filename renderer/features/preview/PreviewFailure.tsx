import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import { sayFailure, type Told } from '../../ui/sentences.ts'
import { MissingMark, selectReport, useGenerate, type ReportsRoot } from '../reports/index.ts'
import classes from './preview.module.css'

export interface PreviewFailureProps {
  reportOid: string
  failure: Told
  onRetry: () => void
  onClose: () => void
}

/** Why there is nothing to look at, and what to do about it. */
export const PreviewFailure = (props: PreviewFailureProps) => {
  const { reportOid, failure, onRetry, onClose } = props
  const { t } = useTranslation()
  const generate = useGenerate()
  const roomOid = useSelector((root: ReportsRoot) => selectReport(root, reportOid)?.roomOid)
  const isMissing = failure.code === 'workbook_missing'
  return (
    <div className={classes.middle} role="alert">
      {isMissing && <MissingMark />}
      <p>
        <bdi>{sayFailure(t, failure)}</bdi>
      </p>
      {isMissing && roomOid !== undefined ? (
        <Button
          size="sm"
          title={t('report.makeAgainHint')}
          onClick={() => {
            onClose()
            generate([roomOid])
          }}
        >
          {t('report.makeAgain')}
        </Button>
      ) : (
        <Button size="sm" variant="default" onClick={onRetry}>
          {t('app.tryAgain')}
        </Button>
      )}
    </div>
  )
}
