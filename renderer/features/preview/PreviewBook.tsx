import { Loader, Tabs } from '@mantine/core'
import { IconChartBar } from '@tabler/icons-react'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PreviewCell, WorkbookPreview } from '../../../server/contract/preview.ts'
import { useAppDispatch } from '../../api/services.ts'
import { oneLine, shorten } from '../../ui/plain-text.ts'
import { toldOf, type Told } from '../../ui/sentences.ts'
import { openLink } from '../reports/index.ts'
import { readPreview } from './commands.ts'
import classes from './preview.module.css'
import { PreviewFailure } from './PreviewFailure.tsx'
import { Sheet } from './Sheet.tsx'

export type Reading =
  | { state: 'reading' }
  | { state: 'read'; preview: WorkbookPreview }
  | { state: 'failed'; failure: Told }

/** Tabs of a workbook that somebody has changed may be called anything. */
const tabLength = 31

/** Reads a workbook to look at, and once more on request. */
export const usePreview = (reportOid: string) => {
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

export interface PreviewBookProps {
  reportOid: string
  reading: Reading
  onRetry: () => void
  /** What else closes with it where a failure leads elsewhere. */
  onClose: () => void
}

/** The sheets of a workbook, or why there are none to look at. */
export const PreviewBook = ({ reportOid, reading, onRetry, onClose }: PreviewBookProps) => {
  const { t } = useTranslation()
  switch (reading.state) {
    case 'reading':
      return (
        <div className={classes.middle} role="status">
          <Loader size="sm" />
          {t('preview.reading')}
        </div>
      )
    case 'failed':
      return (
        <PreviewFailure
          failure={reading.failure}
          reportOid={reportOid}
          onRetry={onRetry}
          onClose={onClose}
        />
      )
    case 'read':
      return <Book reportOid={reportOid} preview={reading.preview} />
  }
}
