import { CloseButton, Modal } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAppDispatch } from '../../api/services.ts'
import { shownFileName } from '../../ui/file-name.ts'
import { formatBytes } from '../../ui/format.ts'
import { FileName } from '../../ui/FileName.tsx'
import { isElsewhere } from '../../api/shown-server.ts'
import { dragWorkbook, reportsSlice } from '../reports/index.ts'
import classes from './preview.module.css'
import { PreviewActions } from './PreviewActions.tsx'
import { PreviewBook, usePreview } from './PreviewBook.tsx'

/** A workbook as it lies on the disk, without another program. */
export const PreviewDialog = ({ reportOid }: { reportOid: string }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const { reading, again } = usePreview(reportOid)
  const close = () => dispatch(reportsSlice.actions.previewClosed())
  const fileName = reading.state === 'read' ? reading.preview.fileName : ''
  return (
    <Modal.Root
      opened
      onClose={close}
      lockScroll={false}
      returnFocus={false}
      size="min(1400px, 94vw)"
      yOffset="3vh"
      transitionProps={{ duration: 120 }}
      classNames={{ content: classes.content ?? '' }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={t('preview.title')} data-testid="preview">
        <header className={classes.header}>
          <span
            className={classes.file}
            draggable={reading.state === 'read' && !isElsewhere()}
            title={t('preview.dragHint')}
            onDragStart={(event) => {
              // The system drags the file itself, also to other programs.
              event.preventDefault()
              void dispatch(dragWorkbook(reportOid))
            }}
          >
            <IconFileSpreadsheet size={18} stroke={1.75} aria-hidden />
            <FileName>
              {fileName === '' ? t('preview.title') : shownFileName(fileName, reportOid)}
            </FileName>
          </span>
          {reading.state === 'read' && (
            <>
              <span className={classes.muted}>{formatBytes(reading.preview.bytes)}</span>
              <PreviewActions reportOid={reportOid} />
            </>
          )}
          <CloseButton aria-label={t('preview.close')} onClick={close} />
        </header>
        <PreviewBook reportOid={reportOid} reading={reading} onRetry={again} onClose={close} />
      </Modal.Content>
    </Modal.Root>
  )
}
