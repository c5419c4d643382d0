import { useVirtualizer } from '@tanstack/react-virtual'
import { Button } from '@mantine/core'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { PreviewCell, PreviewSheet } from '../../../server/contract/preview.ts'
import { formatCount } from '../../ui/format.ts'
import { oneLine } from '../../ui/plain-text.ts'
import { columnName, columnPixels } from './cells.ts'
import { Chart } from './Chart.tsx'
import classes from './preview.module.css'
import { SheetRowView } from './SheetRowView.tsx'
import { useSheetRows } from './use-sheet-rows.ts'

/** Pixels of a row whose height the file leaves open. */
const rowHeight = 22
const gutter = 52
/** Height of the letters above the columns, as in preview.module.css. */
const lettersHeight = 22

/** Anchors in a file that somebody has changed may be anything. */
const smallest = { width: 240, height: 140 }

interface ChartsProps {
  charts: PreviewSheet['charts']
  /** Pixels above a row, from the letters of the columns on. */
  topOf: (row: number) => number
  /** Pixels left of a column. */
  leftOf: (column: number) => number
}

/** The charts where they lie: over the cells that the file names. */
const Charts = ({ charts, topOf, leftOf }: ChartsProps) => (
  <>
    {charts.map((chart, index) => {
      const top = topOf(chart.from.row)
      const left = leftOf(chart.from.column)
      const width = Math.max(smallest.width, leftOf(chart.to.column) - left)
      const height = Math.max(smallest.height, topOf(chart.to.row) - top)
      return (
        <div
          key={`${index} ${chart.title}`}
          className={classes.chartPlace}
          style={{ top, left, width, height }}
        >
          <Chart chart={chart} width={width} height={height} />
        </div>
      )
    })}
  </>
)

/** Said where the preview ends before the sheet does, or may. */
const Rest = ({ sheet: { rowCount, readableRows } }: { sheet: PreviewSheet }) => {
  const { t } = useTranslation()
  if (rowCount !== null && rowCount <= readableRows) return null
  return (
    <p className={classes.rest}>
      {rowCount === null
        ? t('preview.restUnknown', { shown: formatCount(readableRows) })
        : t('preview.rest', { shown: formatCount(readableRows), total: formatCount(rowCount) })}
    </p>
  )
}

export interface SheetProps {
  reportOid: string
  sheet: PreviewSheet
  /** Row that a link in another sheet led to, from 0. */
  target: number | null
  onLink: (link: NonNullable<PreviewCell['link']>) => void
}

/** One sheet: its charts, then its rows, of which only those in sight exist. */
export const Sheet = ({ reportOid, sheet, target, onLink }: SheetProps) => {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const { rowAt, want, columnWidths, failed, retry } = useSheetRows(reportOid, sheet)
  const frozen = Math.min(sheet.frozenRows, sheet.readableRows, 8)
  const count = sheet.readableRows - frozen
  // Its functions are called in render and handed to no memoized child.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // Rows are measured in a window that is being resized, too.
    useAnimationFrameWithResizeObserver: true,
  })
  const items = virtualizer.getVirtualItems()
  const first = frozen + (items[0]?.index ?? 0)
  const last = frozen + (items.at(-1)?.index ?? 0)
  useEffect(() => {
    if (failed) return
    if (frozen > 0) want(0, frozen - 1)
    if (count > 0) want(first, last)
  }, [want, first, last, frozen, count, failed])
  useEffect(() => {
    if (target !== null)
      virtualizer.scrollToIndex(Math.max(0, target - frozen), { align: 'center' })
  }, [virtualizer, target, frozen])

  const pixels = useMemo(
    () => columnPixels(columnWidths ?? [], sheet.columnCount),
    [columnWidths, sheet.columnCount],
  )
  const columns = `${gutter}px ${pixels.map((width) => `${width}px`).join(' ')}`
  const width = gutter + pixels.reduce((sum, pixel) => sum + pixel, 0)
  const leftOf = (column: number) =>
    gutter + pixels.slice(0, column).reduce((sum, pixel) => sum + pixel, 0)
  const topOf = (index: number) => {
    const at = virtualizer.measurementsCache[index - frozen]
    const above = lettersHeight + frozen * rowHeight
    return above + (at ? at.start : virtualizer.getTotalSize())
  }
  const row = (index: number) => (
    <SheetRowView
      index={index}
      content={rowAt(index)}
      columns={columns}
      columnCount={sheet.columnCount}
      onLink={onLink}
    />
  )
  return (
    <div
      ref={scroller}
      className={classes.sheet}
      role="region"
      aria-label={t('preview.scrolled', { name: oneLine(sheet.name) })}
      // Rows are not focused one by one: the keys scroll the sheet.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <div className={classes.layer}>
        <div
          role="table"
          aria-label={oneLine(sheet.name)}
          aria-rowcount={sheet.rowCount ?? -1}
          aria-colcount={sheet.columnCount}
          className={classes.grid}
          style={{ minWidth: width }}
        >
          <div role="rowgroup" className={classes.frozen}>
            <div className={classes.letters} style={{ gridTemplateColumns: columns }} aria-hidden>
              <span />
              {pixels.map((_, column) => (
                <span key={columnName(column)}>{columnName(column)}</span>
              ))}
            </div>
            {Array.from({ length: frozen }, (_, index) => (
              <div key={index} role="presentation">
                {row(index)}
              </div>
            ))}
          </div>
          <div
            role="rowgroup"
            className={classes.rows}
            style={{ height: virtualizer.getTotalSize() }}
          >
            {items.map(({ index, start, key }) => (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                role="presentation"
                className={classes.placed}
                style={{ transform: `translateY(${start}px)` }}
              >
                {row(frozen + index)}
              </div>
            ))}
          </div>
        </div>
        <Charts charts={sheet.charts} topOf={topOf} leftOf={leftOf} />
      </div>
      {failed && (
        <p className={classes.rest} role="alert">
          {t('preview.rowsFailed')}{' '}
          <Button size="compact-sm" variant="default" onClick={retry}>
            {t('app.tryAgain')}
          </Button>
        </p>
      )}
      <Rest sheet={sheet} />
    </div>
  )
}
