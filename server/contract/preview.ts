import { z } from 'zod'

/**
 * What a window shows of a workbook. Read from the .xlsx file as it lies in the reports folder, also
 * when somebody has changed it there since.
 */

const Count = z.int().nonnegative()

/** Rows and columns are counted from 0, as in the file's own drawings. */
const Corner = z.object({ row: Count, column: Count })

export const PreviewSeries = z.object({
  name: z.string(),
  /** One for each category; null is a gap. */
  values: z.array(z.number().nullable()),
  /** `RRGGBB`, where the file says one. */
  color: z.string().nullable(),
})
export type PreviewSeries = z.infer<typeof PreviewSeries>

/** A native chart with the values that are cached in the file. */
export const PreviewChart = z
  .object({
    /** `column` stands, `bar` lies; a chart of another kind is `other`, and still has its series. */
    type: z.enum(['column', 'bar', 'line', 'area', 'pie', 'doughnut', 'scatter', 'other']),
    title: z.string(),
    /** For readers who cannot see it. */
    description: z.string(),
    /** As they are shown; days as `2026-03-02`. */
    categories: z.array(z.string()),
    series: z.array(PreviewSeries),
    /** The cells it lies over. */
    from: Corner,
    to: Corner,
  })
  .meta({ id: 'PreviewChart' })
export type PreviewChart = z.infer<typeof PreviewChart>

export const PreviewSheet = z
  .object({
    /** From 0, in the order of the tabs. */
    index: Count,
    name: z.string(),
    /** Rows with content, the header included; null where only reading all of it would tell. */
    rowCount: Count.nullable(),
    /** Rows, from the first, that the preview gives; the rest is for a spreadsheet program. */
    readableRows: Count,
    columnCount: Count,
    /** Rows that stay in sight when the rest is scrolled. */
    frozenRows: Count,
    charts: z.array(PreviewChart),
  })
  .meta({ id: 'PreviewSheet' })
export type PreviewSheet = z.infer<typeof PreviewSheet>

/** `GET /api/reports/:reportOid/preview`. */
export const WorkbookPreview = z
  .object({ fileName: z.string(), bytes: Count, sheets: z.array(PreviewSheet) })
  .meta({ id: 'WorkbookPreview' })
export type WorkbookPreview = z.infer<typeof WorkbookPreview>

/** How cells look. A page has each look once, and its cells name it by number. */
export const PreviewStyle = z
  .object({
    bold: z.boolean(),
    italic: z.boolean(),
    underline: z.boolean(),
    /** Points. */
    fontSize: z.number().positive(),
    /** `RRGGBB`; null is the default of whoever shows it. */
    color: z.string().nullable(),
    fill: z.string().nullable(),
    wrap: z.boolean(),
    align: z.enum(['start', 'center', 'end']).nullable(),
    verticalAlign: z.enum(['top', 'middle', 'bottom']),
    borderTop: z.boolean(),
    borderBottom: z.boolean(),
  })
  .meta({ id: 'PreviewStyle' })
export type PreviewStyle = z.infer<typeof PreviewStyle>

export const PreviewCell = z
  .object({
    /** From 0. Empty cells are there only where they have a look of their own. */
    column: Count,
    kind: z.enum(['empty', 'text', 'number', 'date', 'boolean', 'error']),
    /** As a spreadsheet shows it; a text of any length, with its line breaks. */
    text: z.string(),
    /** Number in `styles` of the page. */
    style: Count,
    /** A place in this workbook, or an https, http or mailto address. */
    link: z
      .union([z.object({ sheet: Count, row: Count, column: Count }), z.object({ url: z.string() })])
      .optional(),
  })
  .meta({ id: 'PreviewCell' })
export type PreviewCell = z.infer<typeof PreviewCell>

export const PreviewRow = z.object({
  /** From 0: row 1 of the sheet is 0. */
  row: Count,
  /** Points, where the file says so. */
  height: z.number().nullable(),
  cells: z.array(PreviewCell),
})
export type PreviewRow = z.infer<typeof PreviewRow>

/** `GET /api/reports/:reportOid/preview/:sheetIndex?offset=&limit=`: some rows of one sheet. */
export const PreviewPage = z
  .object({
    index: Count,
    name: z.string(),
    offset: Count,
    /** Rows of `offset` to `offset + limit - 1` that the file has; rows without content are left out. */
    rows: z.array(PreviewRow),
    styles: z.array(PreviewStyle),
    /** Characters of each column, the first column first. */
    columnWidths: z.array(z.number().nonnegative()),
    /** Ranges that are one cell, as far as they touch these rows. */
    merges: z.array(z.object({ from: Corner, to: Corner })),
    /** Whether `rows` reaches the end of what the preview gives. */
    isLast: z.boolean(),
  })
  .meta({ id: 'PreviewPage' })
export type PreviewPage = z.infer<typeof PreviewPage>
