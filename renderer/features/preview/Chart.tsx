import { useTranslation } from 'react-i18next'
import type { PreviewChart } from '../../../server/contract/preview.ts'
import { formatCount, formatPlainDay } from '../../ui/format.ts'
import { oneLine, shorten } from '../../ui/plain-text.ts'
import {
  barsOf,
  colorOf,
  highestOf,
  labelIndexes,
  linePath,
  niceTicks,
  slicesOf,
} from './chart-shape.ts'
import classes from './preview.module.css'

/** Pixels of the drawing itself, inside its axes. */
interface Box {
  width: number
  height: number
}

/** Room for the numbers of the axis, for a chart's own title, and for the names below it. */
const left = 48
const right = 16
const titleHeight = 28
const below = 34

/** Pixels that one name of a category takes at least, and of each of its letters, so that none meets the next. */
const labelRoom = 72
const letterRoom = 6.6
const mostNames = 10
/** Enough for a day with its month in full, as workbooks name weeks: “21. September 2026”. */
const labelLength = 18

const label = (text: string) => shorten(formatPlainDay(oneLine(text)), labelLength)

const roomOf = (categories: readonly string[]): number => {
  const longest = categories.reduce((most, name) => Math.max(most, label(name).length), 0)
  return Math.max(labelRoom, longest * letterRoom + 10)
}

const Axis = ({ ticks, top, box }: { ticks: readonly number[]; top: number; box: Box }) => (
  <>
    {ticks.map((tick) => {
      const y = box.height - (box.height * tick) / top
      return (
        <g key={tick}>
          <line className={classes.tickLine} x1={0} x2={box.width} y1={y} y2={y} />
          <text className={classes.tick} x={-8} y={y + 4} textAnchor="end">
            {formatCount(tick)}
          </text>
        </g>
      )
    })}
  </>
)

interface CategoriesProps {
  categories: readonly string[]
  isBand: boolean
  box: Box
}

const Categories = ({ categories, isBand, box }: CategoriesProps) => (
  <>
    {labelIndexes(categories.length, Math.max(2, Math.floor(box.width / roomOf(categories)))).map(
      (index) => {
        const parts = isBand ? categories.length : Math.max(1, categories.length - 1)
        const x = ((index + (isBand ? 0.5 : 0)) * box.width) / parts
        return (
          <text key={index} className={classes.tick} x={x} y={box.height + 18} textAnchor="middle">
            {label(categories[index] ?? '')}
          </text>
        )
      },
    )}
  </>
)

interface DrawingProps {
  chart: PreviewChart
  box: Box
}

const Standing = ({ chart, box }: DrawingProps) => {
  const ticks = niceTicks(highestOf(chart))
  const top = ticks.at(-1) ?? 1
  const isBand = chart.type === 'column'
  return (
    <g transform={`translate(${left} 8)`}>
      <Axis ticks={ticks} top={top} box={box} />
      {isBand
        ? barsOf(chart, { ...box, top }).map(({ category, series, ...bar }) => (
            <rect
              key={`${category} ${series}`}
              {...bar}
              fill={colorOf(chart.series[series]?.color ?? null, series)}
            />
          ))
        : chart.series.map(({ name, values, color }, index) => {
            const path = linePath(values, { ...box, top })
            return (
              <g key={name}>
                {chart.type === 'area' && (
                  <path
                    d={`${path}V${box.height}H0Z`}
                    fill={colorOf(color, index)}
                    fillOpacity={0.18}
                  />
                )}
                <path d={path} fill="none" stroke={colorOf(color, index)} strokeWidth={2} />
              </g>
            )
          })}
      <Categories categories={chart.categories} isBand={isBand} box={box} />
    </g>
  )
}

const nameWidth = 120
const valueWidth = 44

const Lying = ({ chart, box }: DrawingProps) => {
  const top = niceTicks(highestOf(chart)).at(-1) ?? 1
  const height = box.height + below / 2
  const room = box.width - nameWidth + left - valueWidth
  const bars = barsOf(chart, { width: height, height: room, top })
  const band = height / Math.max(1, chart.categories.length)
  return (
    <g transform="translate(0 4)">
      {bars.map(({ category, series, ...bar }) => (
        <g key={`${category} ${series}`}>
          <rect
            x={nameWidth}
            y={bar.x}
            width={bar.height}
            height={bar.width}
            fill={colorOf(chart.series[series]?.color ?? null, series)}
          />
          <text
            className={classes.tick}
            x={nameWidth + bar.height + 6}
            y={bar.x + bar.width / 2 + 4}
          >
            {formatCount(chart.series[series]?.values[category] ?? 0)}
          </text>
        </g>
      ))}
      {chart.categories.map((category, index) => (
        <text
          key={`${index} ${category}`}
          className={classes.tick}
          x={nameWidth - 8}
          y={(index + 0.5) * band + 4}
          textAnchor="end"
        >
          {label(category)}
        </text>
      ))}
    </g>
  )
}

const Round = ({ chart, box }: DrawingProps) => {
  const radius = box.height / 2
  const hole = chart.type === 'doughnut' ? radius * 0.6 : 0
  return (
    <g transform={`translate(${radius + 8} ${radius + 4})`}>
      {slicesOf(chart.series[0]?.values ?? [], { radius, hole }).map(({ category, path }) => (
        <path key={category} d={path} fill={colorOf(null, category)} />
      ))}
      {chart.categories.slice(0, mostNames).map((category, index) => (
        <g key={`${index} ${category}`} transform={`translate(${radius + 24} ${index * 20 - 72})`}>
          <rect width={10} height={10} fill={colorOf(null, index)} />
          <text className={classes.tick} x={16} y={9}>
            {label(category)}
          </text>
        </g>
      ))}
    </g>
  )
}

const Drawing = (props: DrawingProps) => {
  switch (props.chart.type) {
    case 'bar':
      return <Lying {...props} />
    case 'pie':
    case 'doughnut':
      return <Round {...props} />
    default:
      return <Standing {...props} />
  }
}

const Legend = ({ chart: { series } }: { chart: PreviewChart }) => (
  <span className={classes.legend}>
    {series.map(({ name, color }, index) => (
      <span key={`${index} ${name}`}>
        <svg width={10} height={10} aria-hidden>
          <rect width={10} height={10} fill={colorOf(color, index)} />
        </svg>
        <bdi>{shorten(oneLine(name), 40)}</bdi>
      </span>
    ))}
  </span>
)

export interface ChartProps {
  chart: PreviewChart
  /** Pixels. */
  width: number
  height: number
}

/** A native chart of the workbook, drawn from the values that are cached in the file. */
export const Chart = ({ chart, width, height }: ChartProps) => {
  const { t } = useTranslation()
  const title = oneLine(chart.title)
  const drawsAsLines = chart.type === 'other' || chart.type === 'scatter'
  const box = {
    width: Math.max(80, width - left - right),
    height: Math.max(40, height - titleHeight - below),
  }
  return (
    <figure
      className={classes.chart}
      data-chart={chart.type}
      title={drawsAsLines ? t('preview.otherChart') : undefined}
    >
      <figcaption>
        <bdi>{title}</bdi>
        {chart.series.length > 1 && <Legend chart={chart} />}
      </figcaption>
      <svg
        viewBox={`0 0 ${box.width + left + right} ${box.height + below}`}
        role="img"
        aria-label={oneLine(chart.description) || title || t('preview.chart')}
      >
        <Drawing chart={chart} box={box} />
      </svg>
    </figure>
  )
}
