import { html, type Markup } from '../../words/markup.ts'

/** Pixels of the drawing at its natural size, which a phone shows as it is. */
const WIDTH = 380
const HEIGHT = 190
const LEFT = 40
const BOTTOM = 26
const TOP = 8
/** About the width of a character of a label. */
const CHARACTER = 6

export interface Bars {
  title: string
  /** What the drawing shows, for who cannot see it. */
  description: string
  bars: readonly { label: string; value: number; before?: number }[]
  /** A number in the language of the report. */
  count(value: number): string
  /** What the two colours mean, where bars have a `before`. */
  legend?: { now: string; before: string }
}

/** Bars from the left to the right, each with its words when it is pointed at. Needs no script. */
export function barSvg({ title, description, bars, count, legend }: Bars): Markup {
  const most = Math.max(1, ...bars.flatMap(({ value, before = 0 }) => [value, before]))
  const step = niceStep(most / 4)
  const top = Math.ceil(most / step) * step
  const inner = { width: WIDTH - LEFT, height: HEIGHT - TOP - BOTTOM }
  const y = (value: number): number => TOP + inner.height * (1 - value / top)
  const slot = inner.width / Math.max(1, bars.length)
  const gap = Math.min(4, slot * 0.25)
  const lines = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step)
  const longest = Math.max(1, ...bars.map(({ label }) => label.length))
  const every = Math.ceil((longest * CHARACTER + 8) / slot)
  const box = (kind: string, x: number, value: number, width: number): Markup =>
    html`<rect
      class="${kind}"
      x="${round(x)}"
      y="${round(y(value))}"
      width="${round(width)}"
      height="${round(y(0) - y(value))}"
      rx="1.5"
    />`
  return html`<figure>
    <figcaption>
      ${title}${
        legend === undefined
          ? ''
          : html`<span class="legend"
              ><i class="now"></i>${legend.now}<i class="before"></i>${legend.before}</span
            >`
      }
    </figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${description}">
      ${lines.map(
        (value) =>
          html`<line
              class="grid"
              x1="${LEFT}"
              x2="${WIDTH}"
              y1="${round(y(value))}"
              y2="${round(y(value))}"
            /><text class="tick" x="${LEFT - 6}" y="${round(y(value) + 4)}" text-anchor="end"
              >${count(value)}</text
            >`,
      )}
      ${bars.map(({ label, value, before }, index) => {
        const x = LEFT + index * slot + gap / 2
        const width = slot - gap
        const told = before === undefined ? count(value) : `${count(value)} (${count(before)})`
        return html`<g
          ><title>${label}: ${told}</title>${
            before === undefined ? '' : box('before', x, before, width)
          }${box('bar', before === undefined ? x : x + width * 0.2, value, before === undefined ? width : width * 0.6)}${
            index % every === 0
              ? html`<text
                  class="tick"
                  x="${round(x + width / 2)}"
                  y="${HEIGHT - 8}"
                  text-anchor="middle"
                  >${label}</text
                >`
              : ''
          }</g
        > `
      })}
    </svg>
  </figure>`
}

/** 1, 2 or 5 times a power of ten, not below 1: messages come whole. */
function niceStep(wanted: number): number {
  if (wanted <= 1) return 1
  const power = 10 ** Math.floor(Math.log10(wanted))
  return ([1, 2, 5, 10].find((factor) => factor * power >= wanted) ?? 10) * power
}

export const round = (value: number): number => Math.round(value * 10) / 10
