import path from 'node:path'
import { SaxesParser, type SaxesTagPlain } from 'saxes'

export interface XmlElement {
  name: string
  attributes: Record<string, string>
  children: XmlElement[]
}

/** A strict parse: not well-formed XML and characters that XML forbids throw. */
export function parseXml(xml: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [] }
  const stack = [root]
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag: SaxesTagPlain) => {
    const element = { name: tag.name, attributes: tag.attributes, children: [] }
    stack.at(-1)!.children.push(element)
    stack.push(element)
  })
  parser.on('closetag', () => stack.pop())
  parser.write(xml).close()
  return root.children[0]!
}

/**
 * The order in which the schemas of ECMA-376 part 1 want children; Excel offers to repair a file
 * that has them otherwise. Each list goes as far as what the product writes, with the neighbours.
 */
const childOrder: Record<string, readonly string[]> = {
  workbook: ['fileVersion', 'workbookPr', 'bookViews', 'sheets', 'definedNames', 'calcPr'],
  worksheet: [
    'sheetPr',
    'dimension',
    'sheetViews',
    'sheetFormatPr',
    'cols',
    'sheetData',
    'sheetProtection',
    'autoFilter',
    'mergeCells',
    'conditionalFormatting',
    'dataValidations',
    'hyperlinks',
    'printOptions',
    'pageMargins',
    'pageSetup',
    'headerFooter',
    'rowBreaks',
    'colBreaks',
    'drawing',
    'legacyDrawing',
    'tableParts',
    'extLst',
  ],
  styleSheet: [
    'numFmts',
    'fonts',
    'fills',
    'borders',
    'cellStyleXfs',
    'cellXfs',
    'cellStyles',
    'dxfs',
    'tableStyles',
    'colors',
    'extLst',
  ],
  table: ['autoFilter', 'sortState', 'tableColumns', 'tableStyleInfo'],
  is: ['t'],
  'c:chartSpace': ['c:date1904', 'c:lang', 'c:roundedCorners', 'c:chart', 'c:spPr', 'c:txPr'],
  'c:chart': [
    'c:title',
    'c:autoTitleDeleted',
    'c:plotArea',
    'c:legend',
    'c:plotVisOnly',
    'c:dispBlanksAs',
  ],
  'c:title': ['c:tx', 'c:layout', 'c:overlay', 'c:spPr', 'c:txPr'],
  'c:plotArea': ['c:layout', 'c:barChart', 'c:catAx', 'c:dateAx', 'c:valAx', 'c:spPr'],
  'c:barChart': [
    'c:barDir',
    'c:grouping',
    'c:varyColors',
    'c:ser',
    'c:dLbls',
    'c:gapWidth',
    'c:overlap',
    'c:axId',
  ],
  'c:ser': [
    'c:idx',
    'c:order',
    'c:tx',
    'c:spPr',
    'c:invertIfNegative',
    'c:dPt',
    'c:dLbls',
    'c:cat',
    'c:val',
  ],
  'c:dLbls': [
    'c:numFmt',
    'c:spPr',
    'c:txPr',
    'c:dLblPos',
    'c:showLegendKey',
    'c:showVal',
    'c:showCatName',
    'c:showSerName',
    'c:showPercent',
    'c:showBubbleSize',
  ],
  'c:scaling': ['c:logBase', 'c:orientation', 'c:max', 'c:min'],
  'c:catAx': [
    'c:axId',
    'c:scaling',
    'c:delete',
    'c:axPos',
    'c:majorGridlines',
    'c:title',
    'c:numFmt',
    'c:majorTickMark',
    'c:minorTickMark',
    'c:tickLblPos',
    'c:spPr',
    'c:txPr',
    'c:crossAx',
    'c:crosses',
    'c:auto',
    'c:lblAlgn',
    'c:lblOffset',
    'c:tickLblSkip',
    'c:tickMarkSkip',
    'c:noMultiLvlLbl',
  ],
  'c:numCache': ['c:formatCode', 'c:ptCount', 'c:pt'],
  'c:strCache': ['c:ptCount', 'c:pt'],
  'xdr:twoCellAnchor': ['xdr:from', 'xdr:to', 'xdr:graphicFrame', 'xdr:clientData'],
  'xdr:oneCellAnchor': ['xdr:from', 'xdr:ext', 'xdr:pic', 'xdr:clientData'],
  'xdr:pic': ['xdr:nvPicPr', 'xdr:blipFill', 'xdr:spPr'],
  'xdr:graphicFrame': ['xdr:nvGraphicFramePr', 'xdr:xfrm', 'a:graphic'],
}
const axisStart = childOrder['c:catAx']!.slice(0, 14)
childOrder['c:dateAx'] = [...axisStart, 'c:auto', 'c:lblOffset', 'c:baseTimeUnit']
childOrder['c:valAx'] = [...axisStart, 'c:crossBetween', 'c:majorUnit']

/** What is wrong with the order of elements in a part, in words. */
export function orderFaults(part: string, element: XmlElement): string[] {
  const order = childOrder[element.name]
  const faults: string[] = []
  if (order !== undefined) {
    let furthest = 0
    for (const child of element.children) {
      const place = order.indexOf(child.name)
      if (place < 0) faults.push(`${part}: ${child.name} is not expected in ${element.name}`)
      else if (place < furthest) {
        faults.push(`${part}: ${child.name} comes too late in ${element.name}`)
      } else furthest = place
    }
  }
  return [...faults, ...element.children.flatMap((child) => orderFaults(part, child))]
}

/** What does not hang together: targets, content types, ids; in words. */
export function graphFaults(parts: ReadonlyMap<string, string>): string[] {
  const faults: string[] = []
  const types = parseXml(parts.get('[Content_Types].xml') ?? '')
  const overrides = types.children.flatMap(({ attributes: { PartName } }) => PartName ?? [])
  const extensions = types.children.flatMap(({ attributes: { Extension } }) => Extension ?? [])
  for (const name of overrides) {
    if (!parts.has(name.slice(1))) faults.push(`${name} has a type and is not there`)
  }
  if (new Set(overrides).size < overrides.length) faults.push('a part has two types')
  const reached = new Set<string>()
  for (const [name, xml] of parts) {
    const isTyped =
      name.endsWith('.rels') || overrides.includes(`/${name}`) || /\.(png|jpeg)$/.test(name)
    if (name !== '[Content_Types].xml' && !isTyped) faults.push(`${name} has no type of its own`)
    const extension = name.slice(name.lastIndexOf('.') + 1)
    if (!overrides.includes(`/${name}`) && !extensions.includes(extension)) {
      if (name !== '[Content_Types].xml') faults.push(`${name} has no type at all`)
    }
    if (name.endsWith('.rels')) {
      faults.push(...relationshipFaults(name, xml, parts, reached))
    }
  }
  for (const name of parts.keys()) {
    const isRoot = name === '[Content_Types].xml' || name.endsWith('.rels')
    if (!isRoot && !reached.has(name)) faults.push(`${name} is reached from nowhere`)
  }
  return faults
}

function relationshipFaults(
  name: string,
  xml: string,
  parts: ReadonlyMap<string, string>,
  reached: Set<string>,
): string[] {
  const faults: string[] = []
  const owner = name.replace('_rels/', '').replace(/\.rels$/, '')
  const ids = new Set<string>()
  for (const { attributes } of parseXml(xml).children) {
    const { Id = '', Target = '', TargetMode } = attributes
    if (ids.has(Id)) faults.push(`${name} has ${Id} twice`)
    ids.add(Id)
    if (TargetMode === 'External') continue
    const target = path.posix.normalize(path.posix.join(path.posix.dirname(owner), Target))
    reached.add(target)
    if (!parts.has(target)) faults.push(`${name} points at ${target}, which is not there`)
  }
  if (owner === '') return faults
  const used = new Set(
    [...(parts.get(owner) ?? '').matchAll(/\sr:(?:id|embed)="([^"]*)"/g)].map(([, id]) => id!),
  )
  for (const id of used) if (!ids.has(id)) faults.push(`${owner} uses ${id}, which ${name} lacks`)
  for (const id of ids) {
    const isImplicit = /workbook\.xml$|^$/.test(owner)
    if (!used.has(id) && !isImplicit) faults.push(`${owner} does not use ${id}`)
  }
  return faults
}
