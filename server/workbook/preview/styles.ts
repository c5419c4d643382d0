import type { PreviewStyle } from '../../contract/preview.ts'
import { child, children, descendant, isOn, numberOf, type XmlNode } from './xml-tree.ts'

/** A cell format: how it looks, and the pattern of its numbers. */
export interface CellFormat {
  style: PreviewStyle
  pattern: string
}

/** Patterns that files name by number only (ECMA-376 part 1, 18.8.30). */
const builtIn: Readonly<Record<number, string>> = {
  0: 'General',
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  14: 'yyyy-mm-dd',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy-mm-dd h:mm',
  37: '#,##0;(#,##0)',
  38: '#,##0;(#,##0)',
  39: '#,##0.00;(#,##0.00)',
  40: '#,##0.00;(#,##0.00)',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  48: '##0.0E+0',
  49: '@',
}

const plain: PreviewStyle = {
  bold: false,
  italic: false,
  underline: false,
  fontSize: 11,
  color: null,
  fill: null,
  wrap: false,
  align: null,
  verticalAlign: 'bottom',
  borderTop: false,
  borderBottom: false,
}

export const plainFormat: CellFormat = { style: plain, pattern: 'General' }

/** Order in which `theme="n"` counts the colours of a theme (light and dark are swapped there). */
const themeOrder = [
  'lt1',
  'dk1',
  'lt2',
  'dk2',
  'accent1',
  'accent2',
  'accent3',
  'accent4',
  'accent5',
  'accent6',
]

export type ThemeColors = readonly (string | null)[]

export function themeColors(theme: XmlNode | null): ThemeColors {
  const scheme = descendant(theme ?? undefined, 'clrScheme')
  return themeOrder.map((name) => {
    const color = child(scheme, name)?.children[0]
    return rgb(color?.attributes['lastClr'] ?? color?.attributes['val'])
  })
}

/** The cell formats of a workbook, by the number its cells name. */
export function cellFormats(styles: XmlNode | null, theme: ThemeColors): CellFormat[] {
  const root = styles ?? undefined
  const patterns = new Map<number, string>()
  for (const { attributes } of children(child(root, 'numFmts'), 'numFmt')) {
    patterns.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? 'General')
  }
  const fonts = children(child(root, 'fonts'), 'font')
  const fills = children(child(root, 'fills'), 'fill')
  const borders = children(child(root, 'borders'), 'border')
  const colorOf = (node: XmlNode | undefined): string | null => {
    const index = numberOf(node, 'theme')
    return rgb(node?.attributes['rgb']) ?? (index === null ? null : (theme[index] ?? null))
  }
  return children(child(root, 'cellXfs'), 'xf').map((format) => {
    const font = fonts[numberOf(format, 'fontId') ?? 0]
    const pattern = child(fills[numberOf(format, 'fillId') ?? 0], 'patternFill')
    const border = borders[numberOf(format, 'borderId') ?? 0]
    const alignment = child(format, 'alignment')
    const numberId = numberOf(format, 'numFmtId') ?? 0
    return {
      pattern: patterns.get(numberId) ?? builtIn[numberId] ?? 'General',
      style: {
        bold: isOn(child(font, 'b')),
        italic: isOn(child(font, 'i')),
        underline: isOn(child(font, 'u')),
        fontSize: numberOf(child(font, 'sz'), 'val') ?? plain.fontSize,
        color: colorOf(child(font, 'color')),
        fill:
          pattern?.attributes['patternType'] === 'solid'
            ? colorOf(child(pattern, 'fgColor'))
            : null,
        wrap: ['1', 'true'].includes(alignment?.attributes['wrapText'] ?? ''),
        align: alignOf(alignment?.attributes['horizontal']),
        verticalAlign: verticalOf(alignment?.attributes['vertical']),
        borderTop: child(border, 'top')?.attributes['style'] !== undefined,
        borderBottom: child(border, 'bottom')?.attributes['style'] !== undefined,
      },
    }
  })
}

/** `FF1F5673` and `1F5673` alike; null for what is no colour. */
export const rgb = (value: string | undefined): string | null =>
  /^(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})$/.exec(value ?? '')?.[1]?.toUpperCase() ?? null

function alignOf(value: string | undefined): PreviewStyle['align'] {
  if (value === 'left' || value === 'justify') return 'start'
  if (value === 'right') return 'end'
  return value === 'center' || value === 'centerContinuous' ? 'center' : null
}

function verticalOf(value: string | undefined): PreviewStyle['verticalAlign'] {
  if (value === 'top') return 'top'
  return value === 'center' || value === 'distributed' || value === 'justify' ? 'middle' : 'bottom'
}
