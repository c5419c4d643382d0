import { previewLimits } from './limits.ts'
import type { PreviewChart, PreviewSeries } from '../../contract/preview.ts'
import { dayOfSerial, isDayPattern } from './cell-value.ts'
import type { PackageReader } from './package-reader.ts'
import { rgb } from './styles.ts'
import { child, children, descendant, numberOf, textOf, type XmlNode } from './xml-tree.ts'

const kinds: Readonly<Record<string, PreviewChart['type']>> = {
  lineChart: 'line',
  areaChart: 'area',
  pieChart: 'pie',
  doughnutChart: 'doughnut',
  scatterChart: 'scatter',
}

/** The native charts that a drawing part places on its sheet. */
export async function readCharts(book: PackageReader, drawing: string): Promise<PreviewChart[]> {
  const root = (await book.tree(drawing)) ?? undefined
  const relationships = await book.relationships(drawing)
  const charts: PreviewChart[] = []
  for (const anchor of root?.children ?? []) {
    const reference = descendant(anchor, 'chart')
    const id = Object.entries(reference?.attributes ?? {}).find(([key]) => key.endsWith(':id'))?.[1]
    const target = relationships.get(id ?? '')
    if (target === undefined || target.isExternal) continue
    if (charts.length >= previewLimits.maxCharts) break
    const space = (await book.tree(target.target)) ?? undefined
    const named = descendant(anchor, 'cNvPr')
    charts.push({
      ...chartOf(space),
      description: named?.attributes['descr'] ?? '',
      from: corner(child(anchor, 'from')),
      to: corner(child(anchor, 'to') ?? child(anchor, 'from')),
    })
  }
  return charts
}

const corner = (node: XmlNode | undefined): PreviewChart['from'] => ({
  row: Math.max(0, Math.trunc(Number(textOf(child(node, 'row'), 'row')) || 0)),
  column: Math.max(0, Math.trunc(Number(textOf(child(node, 'col'), 'col')) || 0)),
})

function chartOf(
  space: XmlNode | undefined,
): Pick<PreviewChart, 'type' | 'title' | 'categories' | 'series'> {
  const chart = descendant(space, 'chart')
  const plot = child(chart, 'plotArea')?.children.find(({ name }) => name.endsWith('Chart'))
  const all = children(plot, 'ser')
  const title = child(chart, 'title')
  return {
    type: typeOf(plot),
    title: textOf(child(title, 'tx'), 't') || textOf(child(title, 'tx'), 'v'),
    categories: categoriesOf(child(all[0], 'cat') ?? child(all[0], 'xVal')),
    series: all.slice(0, previewLimits.maxSeries).map(seriesOf),
  }
}

function typeOf(plot: XmlNode | undefined): PreviewChart['type'] {
  if (plot?.name === 'barChart') {
    return child(plot, 'barDir')?.attributes['val'] === 'bar' ? 'bar' : 'column'
  }
  return kinds[plot?.name ?? ''] ?? 'other'
}

function seriesOf(series: XmlNode): PreviewSeries {
  const values = cacheOf(child(series, 'val') ?? child(series, 'yVal'))
  return {
    name: textOf(child(series, 'tx'), 'v'),
    values: values.points.map((text) => {
      const value = text === null || text === '' ? Number.NaN : Number(text)
      return Number.isFinite(value) ? value : null
    }),
    color: rgb(descendant(child(child(series, 'spPr'), 'solidFill'), 'srgbClr')?.attributes['val']),
  }
}

function categoriesOf(node: XmlNode | undefined): string[] {
  const { points, pattern } = cacheOf(node)
  const areDays = pattern !== null && isDayPattern(pattern)
  return points.map((text) => {
    if (text === null) return ''
    return areDays ? (dayOfSerial(Number(text)) ?? text) : text
  })
}

/** Values as they are kept in the chart: cached from a range, or standing there alone. */
function cacheOf(node: XmlNode | undefined): { points: (string | null)[]; pattern: string | null } {
  const cache = ['numCache', 'strCache', 'numLit', 'strLit']
    .map((name) => descendant(node, name))
    .find((found) => found !== undefined)
  const size = Math.min(
    previewLimits.maxPoints,
    Math.max(0, numberOf(child(cache, 'ptCount'), 'val') ?? 0),
  )
  const points: (string | null)[] = Array.from({ length: Math.trunc(size) }, () => null)
  for (const point of children(cache, 'pt')) {
    const index = numberOf(point, 'idx') ?? -1
    if (index in points) points[index] = textOf(point, 'v')
  }
  const pattern =
    cache?.name.startsWith('num') === true ? textOf(child(cache, 'formatCode'), 'formatCode') : null
  return { points, pattern: pattern === '' ? null : pattern }
}
