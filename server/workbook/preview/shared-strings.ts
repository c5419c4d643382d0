import { SaxesParser } from 'saxes'
import { sentence } from '../../contract/sentences.ts'
import { previewLimits } from './limits.ts'
import { decodeText } from './cell-value.ts'
import { brokenPart, UnreadableWorkbook, type PackageReader } from './package-reader.ts'

/**
 * The strings that cells share, in order.
 *
 * @throws UnreadableWorkbook where they are too many to be held
 */
export async function readSharedStrings(
  book: PackageReader,
  part: string | null,
): Promise<string[]> {
  const size = part === null ? null : book.sizeOf(part)
  if (part === null || size === null) return []
  if (size > previewLimits.maxStringsBytes) {
    throw new UnreadableWorkbook(sentence('workbook_part_large', { part }))
  }
  const strings: string[] = []
  let text = ''
  let isText = false
  let isPhonetic = false
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name }) => {
    const element = name.slice(name.indexOf(':') + 1)
    if (element === 'si') text = ''
    else if (element === 'rPh') isPhonetic = true
    else if (element === 't') isText = !isPhonetic
  })
  parser.on('text', (piece) => {
    if (isText) text += piece
  })
  parser.on('closetag', ({ name }) => {
    const element = name.slice(name.indexOf(':') + 1)
    if (element === 'si') strings.push(decodeText(text))
    else if (element === 'rPh') isPhonetic = false
    else if (element === 't') isText = false
  })
  const stream = await book.open(part)
  stream.setEncoding('utf8')
  try {
    for await (const chunk of stream) parser.write(chunk as string)
    parser.close()
  } catch (error) {
    throw brokenPart(part, error)
  } finally {
    stream.destroy()
  }
  return strings
}
