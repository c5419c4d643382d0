import ExcelJS from 'exceljs'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { exceljsParts } from './exceljs-parts.ts'

/** One with a bit of all that our sheets have exceljs draw. */
function book(): ExcelJS.Workbook {
  const workbook = new ExcelJS.Workbook()
  workbook.creator = 'A <program> & more'
  workbook.title = 'Größe 日本'
  workbook.created = new Date(0)
  workbook.modified = new Date(0)
  const sheet = workbook.addWorksheet('First', {
    properties: { tabColor: { argb: 'FF1F5673' } },
    views: [{ state: 'frozen', ySplit: 1 }],
  })
  sheet.columns = [{ width: 20 }, { width: 8, hidden: true }]
  sheet.getCell('A1').value = ' two\nlines & <more> '
  sheet.getCell('A1').style = { font: { bold: true }, alignment: { wrapText: true } }
  sheet.getCell('A2').value = 12.5
  sheet.getCell('A2').numFmt = '#,##0.0'
  sheet.getCell('A3').value = ' two\nlines & <more> '
  sheet.mergeCells('A4:B4')
  sheet.pageSetup = { orientation: 'landscape', fitToPage: true, printTitlesRow: '1:1' }
  sheet.headerFooter.oddFooter = '&P'
  sheet.addConditionalFormatting({
    ref: 'A1:A9',
    rules: [{ type: 'expression', priority: 1, formulae: ['A1>1'], style: {} }],
  })
  workbook.addWorksheet('Second').getCell('C3').value = 'text'
  return workbook
}

describe('the parts that exceljs makes', () => {
  it('are those of the file that it writes, but for the list of sheets that we write ourselves', async () => {
    const file = unzipSync(new Uint8Array(await book().xlsx.writeBuffer()))
    const written = Object.entries(file).map(([name, bytes]) => [name, strFromU8(bytes)])
    const isPart = (name = ''): boolean => !name.endsWith('/') && name !== 'docProps/app.xml'
    const expected = written.filter(([name]) => isPart(name))
    expect(expected.length).toBeGreaterThan(8)
    expect(Object.fromEntries(await exceljsParts(book()))).toEqual(Object.fromEntries(expected))
  })
})
