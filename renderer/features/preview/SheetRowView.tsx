import { memo, type CSSProperties } from 'react'
import type { PreviewCell, PreviewStyle } from '../../../server/contract/preview.ts'
import { manyLines, oneLine, shorten } from '../../ui/plain-text.ts'
import { placeCells } from './cells.ts'
import classes from './preview.module.css'
import type { SheetRow } from './use-sheet-rows.ts'

/** A cell holds up to 32,767 characters; the preview is for looking, the workbook for reading. */
const cellLength = 2_000

const aligns = { start: 'flex-start', center: 'center', end: 'flex-end' } as const
const verticals = { top: 'flex-start', middle: 'center', bottom: 'flex-end' } as const

/** What a program puts at the right without being told: numbers and dates. */
const isQuantity = ({ kind }: PreviewCell) => kind === 'number' || kind === 'date'

const lookOf = (cell: PreviewCell, style: PreviewStyle | undefined): CSSProperties => {
  if (!style) return {}
  const align = style.align ?? (isQuantity(cell) ? 'end' : 'start')
  return {
    fontWeight: style.bold ? 600 : undefined,
    fontStyle: style.italic ? 'italic' : undefined,
    textDecoration: style.underline ? 'underline' : undefined,
    // Points of paper look small on a screen that people sit close to; a little larger than 4/3 is not.
    fontSize: `${Math.min(28, Math.round(style.fontSize * 1.2))}px`,
    color: style.color === null ? undefined : `#${style.color}`,
    background: style.fill === null ? undefined : `#${style.fill}`,
    whiteSpace: style.wrap ? 'pre-wrap' : 'pre',
    justifyContent: aligns[align],
    textAlign: align,
    alignItems: verticals[style.verticalAlign],
    borderTopColor: style.borderTop ? '#d4d7de' : undefined,
    borderBottomColor: style.borderBottom ? '#d4d7de' : undefined,
  }
}

export interface SheetRowViewProps {
  /** From 0. */
  index: number
  /** Undefined while it is not read. */
  content: SheetRow | null | undefined
  columns: string
  columnCount: number
  onLink: (link: NonNullable<PreviewCell['link']>) => void
}

/** One row of a sheet: its number, and its cells where they stand. */
export const SheetRowView = memo(
  ({ index, content, columns, columnCount, onLink }: SheetRowViewProps) => {
    const placed = content ? placeCells(content.row, content.page, columnCount) : []
    const height = content?.row.height
    return (
      <div
        role="row"
        aria-rowindex={index + 1}
        className={classes.sheetRow}
        style={{
          gridTemplateColumns: columns,
          minHeight: height === null || height === undefined ? undefined : (height * 4) / 3,
        }}
      >
        <span role="rowheader" className={classes.rowNumber}>
          {index + 1}
        </span>
        {placed.map(({ cell, column, span }) => {
          const style = content?.page.styles[cell.style]
          const text = shorten(style?.wrap ? manyLines(cell.text) : oneLine(cell.text), cellLength)
          const { link } = cell
          return (
            <div
              key={column}
              role="cell"
              aria-colindex={column + 1}
              className={classes.cell}
              dir="auto"
              style={{
                gridColumn: `${column + 2} / span ${span}`,
                ...lookOf(cell, style),
              }}
            >
              {link ? (
                <button
                  type="button"
                  className={classes.link}
                  title={'url' in link ? shorten(oneLine(link.url), 300) : undefined}
                  onClick={() => onLink(link)}
                >
                  {text}
                </button>
              ) : (
                <span>{text}</span>
              )}
            </div>
          )
        })}
      </div>
    )
  },
)
SheetRowView.displayName = 'SheetRowView'
