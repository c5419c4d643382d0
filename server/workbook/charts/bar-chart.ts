import { escapeXml } from '../text/cell-text.ts'

export interface BarSeries {
  /** Sheet and cell of the name. */
  nameCell: string
  name: string
  range: string
  values: readonly number[]
}

/** Bars over a range of the workbook, with the values they show now. */
export interface BarChart {
  title: string
  /** What a reader who cannot see the chart should know. */
  description: string
  direction: 'columns' | 'bars'
  /** Sheet and ranges such as `'Activity'!$B$5:$B$16`. */
  categories:
    | { range: string; values: readonly string[] }
    /** `format`: a number format for the days of the axis. */
    | { range: string; days: readonly number[]; format: string }
  series: BarSeries
  /** The same of the time before, paler and to the left of it; a legend tells which is which. */
  before?: BarSeries & { color: string }
  /** Whether the values stand in the chart alone, because no sheet has them. Default false. */
  isLiteral?: boolean
  color: string
  ink: string
  line: string
  showValues?: boolean
  /** Names only every so manieth category; default all that fit. */
  labelEvery?: number
}

const namespaces =
  'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" ' +
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ' +
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

const CATEGORY_AXIS = 111_111_111
const VALUE_AXIS = 222_222_222

/**
 * A native chart part (ECMA-376 part 1, 21.2). Values are cached in it, because previewers show
 * those and do not calculate. The order of elements is fixed by the schema.
 */
export function barChartXml(chart: BarChart): string {
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<c:chartSpace ${namespaces}>` +
    '<c:roundedCorners val="0"/><c:chart>' +
    title(chart) +
    '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart>' +
    `<c:barDir val="${chart.direction === 'columns' ? 'col' : 'bar'}"/>` +
    '<c:grouping val="clustered"/><c:varyColors val="0"/>' +
    (chart.before === undefined ? '' : series(chart, chart.before, chart.before.color, 0)) +
    series(chart, chart.series, chart.color, chart.before === undefined ? 0 : 1) +
    `<c:gapWidth val="${gapWidth(chart)}"/>` +
    `<c:axId val="${CATEGORY_AXIS}"/><c:axId val="${VALUE_AXIS}"/></c:barChart>` +
    ('days' in chart.categories ? dateAxis(chart, chart.categories.format) : categoryAxis(chart)) +
    valueAxis(chart) +
    '<c:spPr><a:noFill/></c:spPr></c:plotArea>' +
    (chart.before === undefined ? '' : legend(chart)) +
    '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>' +
    `<c:spPr>${fill('FFFFFF')}<a:ln w="9525">${fill(chart.line)}</a:ln></c:spPr>` +
    textProperties(chart.ink, 900) +
    '</c:chartSpace>'
  )
}

/** Percent of a bar: few bars are kept from becoming walls, many from becoming hairs. */
function gapWidth({ series: { values } }: BarChart): number {
  if (values.length <= 3) return 300
  return values.length <= 31 ? 45 : 20
}

const fill = (color: string): string => `<a:solidFill><a:srgbClr val="${color}"/></a:solidFill>`

const textProperties = (color: string, size: number): string =>
  `<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="${size}">${fill(color)}</a:defRPr></a:pPr>` +
  '<a:endParaRPr lang="en-US"/></a:p></c:txPr>'

function title(chart: BarChart): string {
  const run = `sz="1200" b="1"`
  return (
    '<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p>' +
    `<a:pPr><a:defRPr ${run}>${fill(chart.ink)}</a:defRPr></a:pPr>` +
    `<a:r><a:rPr lang="en-US" ${run}>${fill(chart.ink)}</a:rPr><a:t>${escapeXml(chart.title)}</a:t></a:r>` +
    '</a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
  )
}

function series(
  chart: BarChart,
  { nameCell, name, range, values }: BarSeries,
  color: string,
  index: number,
): string {
  const isLiteral = chart.isLiteral === true
  const nameXml = isLiteral
    ? `<c:v>${escapeXml(name)}</c:v>`
    : `<c:strRef><c:f>${escapeXml(nameCell)}</c:f>${strings('strCache', [name])}</c:strRef>`
  return (
    `<c:ser><c:idx val="${index}"/><c:order val="${index}"/>` +
    `<c:tx>${nameXml}</c:tx>` +
    `<c:spPr>${fill(color)}</c:spPr><c:invertIfNegative val="0"/>` +
    (chart.showValues === true ? dataLabels(chart.ink) : '') +
    `<c:cat>${categories(chart)}</c:cat>` +
    `<c:val>${numberSource(isLiteral ? null : range, values, '#,##0')}</c:val>` +
    '</c:ser>'
  )
}

const legend = ({ ink }: BarChart): string =>
  `<c:legend><c:legendPos val="b"/><c:overlay val="0"/>${textProperties(ink, 900)}</c:legend>`

/** A bar of nothing needs no label: the format leaves zero empty. */
const dataLabels = (ink: string): string =>
  `<c:dLbls><c:numFmt formatCode="#,##0;;" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>` +
  `${textProperties(ink, 900)}<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/>` +
  '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'

function categories({ categories: from, isLiteral }: BarChart): string {
  const range = isLiteral === true ? null : from.range
  if ('days' in from) return numberSource(range, from.days, 'd mmm')
  if (range === null) return strings('strLit', from.values)
  return `<c:strRef><c:f>${escapeXml(range)}</c:f>${strings('strCache', from.values)}</c:strRef>`
}

/** Numbers of a range with what they are now, or numbers that stand in the chart alone. */
const numberSource = (range: string | null, values: readonly number[], format: string): string =>
  range === null
    ? numbers('numLit', values, format)
    : `<c:numRef><c:f>${escapeXml(range)}</c:f>${numbers('numCache', values, format)}</c:numRef>`

const points = (values: readonly (string | number)[]): string =>
  `<c:ptCount val="${values.length}"/>` +
  values
    .map((value, index) => `<c:pt idx="${index}"><c:v>${escapeXml(String(value))}</c:v></c:pt>`)
    .join('')

const strings = (element: 'strCache' | 'strLit', values: readonly string[]): string =>
  `<c:${element}>${points(values)}</c:${element}>`

const numbers = (
  element: 'numCache' | 'numLit',
  values: readonly number[],
  format: string,
): string =>
  `<c:${element}><c:formatCode>${escapeXml(format)}</c:formatCode>${points(values)}</c:${element}>`

/** Where the axes stand: bars read from the top down, so their category axis runs backwards. */
const isTurned = (chart: BarChart): boolean => chart.direction === 'bars'

const categoryStart = (chart: BarChart): string =>
  `<c:axId val="${CATEGORY_AXIS}"/><c:scaling><c:orientation val="${isTurned(chart) ? 'maxMin' : 'minMax'}"/></c:scaling>` +
  `<c:delete val="0"/><c:axPos val="${isTurned(chart) ? 'l' : 'b'}"/>`

const axisLook = (chart: BarChart): string =>
  '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>' +
  `<c:spPr><a:ln w="9525">${fill(chart.line)}</a:ln></c:spPr>${textProperties(chart.ink, 900)}`

const categoryAxis = (chart: BarChart): string =>
  `<c:catAx>${categoryStart(chart)}<c:numFmt formatCode="General" sourceLinked="0"/>${axisLook(chart)}` +
  `<c:crossAx val="${VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/>` +
  '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/>' +
  (chart.labelEvery === undefined ? '' : `<c:tickLblSkip val="${chart.labelEvery}"/>`) +
  '<c:noMultiLvlLbl val="1"/></c:catAx>'

const dateAxis = (chart: BarChart, format: string): string =>
  `<c:dateAx>${categoryStart(chart)}<c:numFmt formatCode="${escapeXml(format)}" sourceLinked="0"/>${axisLook(chart)}` +
  `<c:crossAx val="${VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/>` +
  '<c:lblOffset val="100"/><c:baseTimeUnit val="days"/></c:dateAx>'

function valueAxis(chart: BarChart): string {
  const max = Math.max(0, ...chart.series.values, ...(chart.before?.values ?? []))
  return (
    `<c:valAx><c:axId val="${VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>` +
    `<c:delete val="${chart.showValues === true ? 1 : 0}"/><c:axPos val="${isTurned(chart) ? 't' : 'l'}"/>` +
    (chart.showValues === true
      ? ''
      : `<c:majorGridlines><c:spPr><a:ln w="6350">${fill(chart.line)}</a:ln></c:spPr></c:majorGridlines>`) +
    `<c:numFmt formatCode="#,##0" sourceLinked="0"/>` +
    '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>' +
    `<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>${textProperties(chart.ink, 900)}` +
    `<c:crossAx val="${CATEGORY_AXIS}"/><c:crosses val="autoZero"/><c:crossBetween val="between"/>` +
    // Counts are whole: an axis in halves of a message would be silly.
    (max <= 5 ? '<c:majorUnit val="1"/>' : '') +
    '</c:valAx>'
  )
}
