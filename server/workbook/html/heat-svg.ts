import { round } from './bar-svg.ts'
import { html, type Markup } from '../../words/markup.ts'

const LEFT = 40
const CELL = { width: 14, height: 20 }
const HEAD = 18

export interface Heat {
  title: string
  description: string
  /** By row (day of the week) and column (hour). */
  values: readonly (readonly number[])[]
  rows: readonly string[]
  columns: readonly string[]
  count(value: number): string
}

/** A field of squares, the darker the more; each says its number when it is pointed at. */
export function heatSvg({ title, description, values, rows, columns, count }: Heat): Markup {
  const most = Math.max(1, ...values.flat())
  const width = LEFT + columns.length * CELL.width
  const height = HEAD + rows.length * CELL.height
  return html`<figure>
    <figcaption>${title}</figcaption>
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${description}">
      ${columns.map((label, column) =>
        column % 3 === 0
          ? html`<text class="tick" x="${LEFT + column * CELL.width}" y="12">${label}</text>`
          : '',
      )}
      ${rows.map(
        (label, row) =>
          html`<text
              class="tick"
              x="${LEFT - 6}"
              y="${HEAD + row * CELL.height + 14}"
              text-anchor="end"
              >${label}</text
            >${columns.map((hour, column) => {
              const value = values[row]?.[column] ?? 0
              return html`<rect
                class="${value === 0 ? 'cell none' : 'cell'}"
                x="${LEFT + column * CELL.width}"
                y="${HEAD + row * CELL.height}"
                width="${CELL.width - 2}"
                height="${CELL.height - 2}"
                rx="2"
                fill-opacity="${value === 0 ? 1 : round(0.15 + 0.85 * (value / most))}"
                ><title>${label} ${hour}: ${count(value)}</title></rect
              >`
            })} `,
      )}
    </svg>
  </figure>`
}
