import { CloseButton, Loader, Modal, Tabs } from '@mantine/core'
import { IconChartBar, IconFileSpreadsheet } from '@tabler/icons-react'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PreviewCell, WorkbookPreview } from '../../../server/contract/preview.ts'
import { useAppDispatch } from '../../api/services.ts'
import { formatBytes } from '../../ui/format.ts'
import { FileName } from '../../ui/FileName.tsx'
import { oneLine, shorten } from '../../ui/plain-text.ts'
import { toldOf, type Told } from '../../ui/sentences.ts'
import { dragWorkbook, openLink, reportsSlice } from '../reports/index.ts'
import { readPreview } from './commands.ts'
import classes from './preview.module.css'
import { PreviewActions } from './PreviewActions.tsx'
import { PreviewFailure } from './PreviewFailure.tsx'
import { Sheet } from './Sheet.tsx'

type Reading =
  | { state: 'reading' }
  | { state: 'read'; preview: WorkbookPreview }
  | { state: 'failed'; failure: Told }

/** Tabs of a workbook that somebody has changed may be called anything. */
const tabLength = 31

const usePreview = (reportOid: string) => {
  const dispatch = useAppDispatch()
  const [reading, setReading] = useState<Reading>({ state: 'reading' })
  const read = useCallback(() => {
    const request = dispatch(readPreview(reportOid))
    void request.then((answer) => {
      if (readPreview.fulfilled.match(answer)) {
        setReading({ state: 'read', preview: answer.payload })
      } else if (!answer.meta.aborted) {
        setReading({ state: 'failed', failure: toldOf(answer.error) })
      }
    })
    return request
  }, [dispatch, reportOid])
  useEffect(() => {
    const request = read()
    return () => request.abort()
  }, [read])
  const again = () => {
    setReading({ state: 'reading' })
    void read()
  }
  return { reading, again }
}

const Book = ({ reportOid, preview }: { reportOid: string; preview: WorkbookPreview }) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  const [at, setAt] = useState<{ sheet: number; row: number | null }>({ sheet: 0, row: null })
  const onLink = (link: NonNullable<PreviewCell['link']>) => {
    if ('url' in link) void dispatch(openLink(link.url))
    else setAt({ sheet: link.sheet, row: link.row })
  }
  return (
    <Tabs
      className={classes.book ?? ''}
      classNames={{ list: classes.sheetTabs ?? '', tab: classes.sheetTab ?? '' }}
      inverted
      keepMounted={false}
      value={String(at.sheet)}
      onChange={(value) => value !== null && setAt({ sheet: Number(value), row: null })}
    >
      {preview.sheets.map((sheet) => (
        <Tabs.Panel key={sheet.index} value={String(sheet.index)} className={classes.page ?? ''}>
          <Sheet
            reportOid={reportOid}
            sheet={sheet}
            target={at.sheet === sheet.index ? at.row : null}
            onLink={onLink}
          />
        </Tabs.Panel>
      ))}
      <Tabs.List aria-label={t('preview.sheets')}>
        {preview.sheets.map(({ index, name, charts }) => (
          <Tabs.Tab
            key={index}
            value={String(index)}
            leftSection={charts.length > 0 && <IconChartBar size={14} stroke={1.75} aria-hidden />}
          >
            {shorten(oneLine(name), tabLength)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  )
}

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
            draggable={reading.state === 'read'}
            title={t('preview.dragHint')}
            onDragStart={(event) => {
              // The system drags the file itself, also to other programs.
              event.preventDefault()
              void dispatch(dragWorkbook(reportOid))
            }}
          >
            <IconFileSpreadsheet size={18} stroke={1.75} aria-hidden />
            <FileName>{fileName === '' ? t('preview.title') : fileName}</FileName>
          </span>
          {reading.state === 'read' && (
            <>
              <span className={classes.muted}>{formatBytes(reading.preview.bytes)}</span>
              <PreviewActions reportOid={reportOid} />
            </>
          )}
          <CloseButton aria-label={t('preview.close')} onClick={close} />
        </header>
        {reading.state === 'reading' && (
          <div className={classes.middle} role="status">
            <Loader size="sm" />
            {t('preview.reading')}
          </div>
        )}
        {reading.state === 'failed' && (
          <PreviewFailure
            failure={reading.failure}
            reportOid={reportOid}
            onRetry={again}
            onClose={close}
          />
        )}
        {reading.state === 'read' && <Book reportOid={reportOid} preview={reading.preview} />}
      </Modal.Content>
    </Modal.Root>
  )
}
