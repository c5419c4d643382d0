import { sentence } from '../../contract/sentences.ts'
import { previewLimits } from './limits.ts'
import { openPackage, UnreadableWorkbook, type PackageReader } from './package-reader.ts'
import { readSharedStrings } from './shared-strings.ts'
import { cellFormats, themeColors, type CellFormat } from './styles.ts'
import { child, children, type XmlNode } from './xml-tree.ts'

export interface BookSheet {
  name: string
  part: string
}

/** What the sheets of a workbook have in common. */
export interface Book {
  reader: PackageReader
  /** In the order of the tabs; hidden ones and sheets without cells are left out. */
  sheets: BookSheet[]
  formats: CellFormat[]
  strings: readonly string[]
  isDate1904: boolean
}

/** @throws UnreadableWorkbook; system errors such as ENOENT as they come */
export async function openBook(file: string): Promise<Book> {
  const reader = await openPackage(file)
  try {
    const main = [...(await reader.relationships('')).values()].find(
      ({ type }) => type === 'officeDocument',
    )?.target
    const workbook = main === undefined ? null : await reader.tree(main)
    if (main === undefined || workbook === null) {
      throw new UnreadableWorkbook(sentence('workbook_is_none'))
    }
    const relationships = await reader.relationships(main)
    const partOf = (type: string): string | null =>
      [...relationships.values()].find((one) => one.type === type)?.target ?? null
    const [styles, theme] = [partOf('styles'), partOf('theme')]
    const date1904 = child(workbook, 'workbookPr')?.attributes['date1904'] ?? ''
    return {
      reader,
      sheets: sheetsOf(workbook, relationships),
      formats: cellFormats(
        styles === null ? null : await reader.tree(styles),
        themeColors(theme === null ? null : await reader.tree(theme)),
      ),
      strings: await readSharedStrings(reader, partOf('sharedStrings')),
      isDate1904: date1904 === '1' || date1904 === 'true',
    }
  } catch (error) {
    reader.close()
    throw error
  }
}

function sheetsOf(
  workbook: XmlNode,
  relationships: Awaited<ReturnType<PackageReader['relationships']>>,
): BookSheet[] {
  return children(child(workbook, 'sheets'), 'sheet')
    .filter(({ attributes }) => (attributes['state'] ?? 'visible') === 'visible')
    .flatMap(({ attributes }) => {
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
      const target = relationships.get(id)
      return target?.type === 'worksheet' && !target.isExternal
        ? [{ name: attributes['name'] ?? '', part: target.target }]
        : []
    })
    .slice(0, previewLimits.maxSheets)
}
