import type { WorkbookChanges } from './changes.ts'
import { sheetPart } from './design/sheet-part.ts'
import { mix, palette } from './design/palette.ts'
import type { SheetPlan } from './design/sheet-plan.ts'
import { lines } from './design/text.ts'
import { addContentTypes, addSheets, applicationProperties } from './package/book-xml.ts'
import { SheetParts } from './package/finish-package.ts'
import { SharedStrings } from './package/shared-strings.ts'
import { fillText, rowStyles, splitAtRows } from './package/sheet-xml.ts'
import type { ZipWriter } from './package/zip-writer.ts'
import { cellXml } from './text/cell-text.ts'

/** What exceljs has drawn: the parts of the book, and what each sheet still needs. */
export interface DrawnBook {
  parts: ReadonlyMap<string, string>
  sheets: readonly DrawnSheet[]
}

/** One sheet; `number` counts from 1. */
export type DrawnSheet = Omit<SheetPlan, 'sheet'> & { number: number }

export interface BookTarget {
  zip: ZipWriter
  changes: WorkbookChanges
  signal: AbortSignal
  themeColor: string | undefined
}

/** Completes drawn sheets, and writes them and the parts that list the others. */
export class SheetWriter {
  readonly strings: SharedStrings
  readonly sheetParts: SheetParts
  protected stylesXml: string
  readonly #book: DrawnBook
  readonly #target: BookTarget

  constructor(book: DrawnBook, target: BookTarget) {
    this.#book = book
    this.#target = target
    this.strings = new SharedStrings(this.part('xl/sharedStrings.xml'))
    const barColor = mix(palette(target.themeColor).accent, 'FFFFFF', 0.35)
    this.sheetParts = new SheetParts(target.zip, barColor)
    this.stylesXml = this.part('xl/styles.xml')
  }

  part(name: string): string {
    const part = this.#book.parts.get(name)
    if (part === undefined) throw new Error(`The designed workbook has no part ${name}`)
    return part
  }

  /** First of all, so that tools that look at the beginning of a file recognise the kind of it. */
  writeStart(): Promise<void> {
    return this.#target.zip.add('_rels/.rels', this.part('_rels/.rels'))
  }

  /** Those of many rows first; what is told of them comes after them. */
  async writeSheets(): Promise<void> {
    const { sheets } = this.#book
    const made = sheets.filter(({ rows }) => rows?.make !== undefined)
    const drawn = sheets.filter(({ rows }) => rows === undefined)
    for (const sheet of [...made, ...drawn]) await this.writeSheet(sheet)
  }

  async writeSheet({ number, extras, late, rows }: DrawnSheet): Promise<void> {
    const { zip, changes, signal } = this.#target
    signal.throwIfAborted()
    const name = sheetPart(number)
    let xml = this.part(name)
    const entry = zip.open(name)
    if (rows?.make !== undefined) {
      const { samples, columnCount } = rows
      const { head, tail } = splitAtRows(xml)
      const stylesOf = (sample: string): number[] =>
        rowStyles(xml, samples[sample] ?? 0, columnCount)
      await entry.write(head)
      for (const some of rows.make(stylesOf, changes)) {
        signal.throwIfAborted()
        await entry.write(some)
      }
      xml = tail
    }
    if (late !== undefined) {
      const text = late.text(changes)
      this.strings.recount(-1)
      const height = 4 + 15 * lines(text, late.charactersPerLine)
      xml = fillText(xml, late.cell, cellXml(text, changes), height)
    }
    const completed = this.sheetParts.complete(name, xml, extras)
    await entry.write(completed.xml)
    await entry.close()
    await completed.writeParts()
  }

  /** @param more sheets that were written beside the drawn ones */
  async writeBook(more: { part: string; name: string; number: number }[] = []): Promise<void> {
    const { zip } = this.#target
    const { added } = this.sheetParts
    added.sheets.push(...more)
    const book = addSheets(
      {
        workbook: this.part('xl/workbook.xml'),
        relationships: this.part('xl/_rels/workbook.xml.rels'),
      },
      more,
    )
    await zip.add('xl/workbook.xml', book.workbook)
    await zip.add('xl/_rels/workbook.xml.rels', book.relationships)
    await zip.add('xl/styles.xml', this.stylesXml)
    await zip.add('xl/sharedStrings.xml', this.strings.xml())
    await zip.add('xl/theme/theme1.xml', this.part('xl/theme/theme1.xml'))
    await zip.add('docProps/core.xml', this.part('docProps/core.xml'))
    await zip.add('docProps/app.xml', applicationProperties)
    await zip.add('[Content_Types].xml', addContentTypes(this.part('[Content_Types].xml'), added))
  }
}
