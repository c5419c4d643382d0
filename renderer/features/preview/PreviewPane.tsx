import { CloseButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { shownFileName } from '../../ui/file-name.ts'
import { FileName } from '../../ui/FileName.tsx'
import classes from './preview.module.css'
import { PreviewActions } from './PreviewActions.tsx'
import { PreviewBook, usePreview } from './PreviewBook.tsx'

export interface PreviewPaneProps {
  reportOid: string
  onClose: () => void
}

/** A workbook beside a list of them. */
export const PreviewPane = ({ reportOid, onClose }: PreviewPaneProps) => {
  const { t } = useTranslation()
  const { reading, again } = usePreview(reportOid)
  return (
    <aside className={classes.pane} aria-label={t('preview.title')} data-testid="preview-pane">
      <header className={classes.paneHeader}>
        <span className={classes.paneName}>
          <FileName>
            {reading.state === 'read'
              ? shownFileName(reading.preview.fileName, reportOid)
              : t('preview.title')}
          </FileName>
          <CloseButton aria-label={t('preview.close')} onClick={onClose} />
        </span>
        {reading.state === 'read' && <PreviewActions reportOid={reportOid} />}
      </header>
      <PreviewBook reportOid={reportOid} reading={reading} onRetry={again} onClose={onClose} />
    </aside>
  )
}
