import type { PreviewChart } from '../../../server/contract/preview.ts'

/** Round steps for an axis: 1, 2 or 5 times a power of ten. */
export const niceTicks = (highest: number, wanted = 4): number[] => {
  if (!(highest > 0) || !Number.isFinite(highest)) return [0, 1]
  const raw = highest / wanted
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 5].find((factor) => factor * power >= raw) ?? 10) * power
  const count = Math.ceil(highest / step - 1e-9)
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)))
}

/** A colour for a series that names none, told apart also by those who see few colours. */
const palette = ['1F5673', 'C46A1B', '4B8B5E', '8A4F8C', 'A8442F', '6B7280']

export const colorOf = (color: string | null, index: number): string =>
  `#${color ?? palette[index % palette.length] ?? palette[0]}`

export interface Bar {
  x: number
  y: number
  width: number
  height: number
  category: number
  series: number
}

/** Share of a category's room that its bars take; the rest stays empty. */
const barShare = 0.72

/**
 * Bars of a column chart in a box; for a lying chart width and height change places. Values below 0
 * and gaps have no bar.
 */
export const barsOf = (
  { categories, series }: Pick<PreviewChart, 'categories' | 'series'>,
  { width, height, top }: { width: number; height: number; top: number },
): Bar[] => {
  const band = width / Math.max(1, categories.length)
  const each = (band * barShare) / Math.max(1, series.length)
  return series.flatMap(({ values }, at) =>
    values.slice(0, categories.length).flatMap((value, category) => {
      if (value === null || value <= 0) return []
      const tall = (height * Math.min(value, top)) / top
      const x = category * band + (band * (1 - barShare)) / 2 + at * each
      return [
        { x, y: height - tall, width: Math.max(0.5, each), height: tall, category, series: at },
      ]
    }),
  )
}

/** An SVG path through the values; a gap begins a new line. */
export const linePath = (
  values: readonly (number | null)[],
  { width, height, top }: { width: number; height: number; top: number },
): string => {
  const step = values.length > 1 ? width / (values.length - 1) : 0
  let isDown = false
  return values
    .flatMap((value, index) => {
      if (value === null) {
        isDown = false
        return []
      }
      const point = `${(index * step).toFixed(1)} ${(height - (height * value) / top).toFixed(1)}`
      const command = `${isDown ? 'L' : 'M'}${point}`
      isDown = true
      return [command]
    })
    .join('')
}

export interface Slice {
  category: number
  /** 0 to 1. */
  share: number
  path: string
}

/** Slices of a pie around (0, 0), the first one from twelve o'clock on. */
export const slicesOf = (
  values: readonly (number | null)[],
  { radius, hole }: { radius: number; hole: number },
): Slice[] => {
  const usable = values.map((value) => Math.max(0, value ?? 0))
  const sum = usable.reduce((total, value) => total + value, 0)
  if (sum === 0) return []
  const point = (share: number, at: number): string => {
    const angle = 2 * Math.PI * share - Math.PI / 2
    return `${(Math.cos(angle) * at).toFixed(2)} ${(Math.sin(angle) * at).toFixed(2)}`
  }
  let before = 0
  return usable.flatMap((value, category) => {
    if (value === 0) return []
    const share = value / sum
    // A whole circle in one arc has no length.
    const end = Math.min(before + share, before + 0.9999)
    const large = end - before > 0.5 ? 1 : 0
    const path =
      `M${point(before, radius)}A${radius} ${radius} 0 ${large} 1 ${point(end, radius)}` +
      `L${point(end, hole)}A${hole} ${hole} 0 ${large} 0 ${point(before, hole)}Z`
    before += share
    return [{ category, share, path }]
  })
}

/** Indexes of at most `most` labels, evenly spread, so that they do not run into each other. */
export const labelIndexes = (count: number, most: number): number[] => {
  if (count <= most) return Array.from({ length: count }, (_, index) => index)
  const step = Math.ceil(count / most)
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step)
}

export const highestOf = ({ series }: Pick<PreviewChart, 'series'>): number =>
  series.reduce(
    (highest, { values }) =>
      values.reduce<number>((top, value) => Math.max(top, value ?? 0), highest),
    0,
  )
