import { barChartXml } from '../charts/bar-chart.ts'
import { drawingXml } from '../charts/drawing.ts'
import type { SheetExtras } from '../design/sheet-plan.ts'
import type { AddedParts } from './book-xml.ts'
import { addExtras, relationshipsXml, relationshipTypes, tableXml } from './sheet-xml.ts'
import type { ZipWriter } from './zip-writer.ts'

/** Writes the parts that hang on sheets, and keeps the list of them for the content types. */
export class SheetParts {
  readonly added: AddedParts = { sheets: [], drawings: [], charts: [], tables: [], imageTypes: [] }
  readonly #zip: ZipWriter
  readonly #barColor: string

  constructor(zip: ZipWriter, barColor: string) {
    this.#zip = zip
    this.#barColor = barColor
  }

  /**
   * Completes the XML of a sheet, or of the end of one whose rows are written already, and returns
   * it with a function that writes the parts it refers to: those must wait until the sheet's own
   * part is closed.
   */
  complete(
    part: string,
    xml: string,
    extras: SheetExtras,
  ): { xml: string; writeParts(): Promise<void> } {
    const number = /(\d+)\.xml$/.exec(part)?.[1] ?? ''
    const drawing = extras.pictures.length === 0 ? null : `xl/drawings/drawing${number}.xml`
    const table = extras.table === null ? null : `xl/tables/table${number}.xml`
    const result = addExtras(xml, extras, {
      drawing: drawing === null ? null : drawing.replace('xl/', '../'),
      table: table === null ? null : table.replace('xl/', '../'),
      barColor: this.#barColor,
    })
    const writeParts = async (): Promise<void> => {
      if (drawing !== null) await this.#writeDrawing(drawing, extras)
      if (table !== null && extras.table !== null) {
        const { name, columns, lastRow } = extras.table
        this.added.tables.push(table)
        await this.#zip.add(table, tableXml(Number(number), name, columns, lastRow))
      }
      if (result.relationships.length > 0) {
        const name = part.replace('worksheets/', 'worksheets/_rels/')
        await this.#zip.add(`${name}.rels`, relationshipsXml(result.relationships))
      }
    }
    return { xml: result.xml, writeParts }
  }

  async #writeDrawing(part: string, extras: SheetExtras): Promise<void> {
    const relationships = []
    for (const [index, picture] of extras.pictures.entries()) {
      const id = `rId${index + 1}`
      if ('chart' in picture) {
        const chart = `xl/charts/chart${this.added.charts.length + 1}.xml`
        this.added.charts.push(chart)
        await this.#zip.add(chart, barChartXml(picture.chart))
        relationships.push({
          id,
          type: relationshipTypes.chart,
          target: chart.replace('xl/', '../'),
        })
      } else {
        const { type, content: bytes } = picture.logo
        const image = `xl/media/logo.${type}`
        this.added.imageTypes.push(type)
        await this.#zip.add(image, bytes)
        relationships.push({
          id,
          type: relationshipTypes.image,
          target: image.replace('xl/', '../'),
        })
      }
    }
    this.added.drawings.push(part)
    await this.#zip.add(part, drawingXml(extras.pictures))
    await this.#zip.add(
      `${part.replace('drawings/', 'drawings/_rels/')}.rels`,
      relationshipsXml(relationships),
    )
  }
}
