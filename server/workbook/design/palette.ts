export interface Palette {
  /** Bars, header rows, rules. `RRGGBB` like all the others. */
  accent: string
  /** The accent as text on white: darkened as far as it takes to be read. */
  heading: string
  /** Text on the accent: white where that can be read, else black. */
  onAccent: string
  /** A wash of the accent behind key figures and quotes. */
  wash: string
  /** Rules and borders. */
  line: string
  ink: string
  /** Secondary text; 4.5:1 on white and on the wash. */
  muted: string
  link: string
}

const DEFAULT_ACCENT = '1F5673'
const INK = '1B242D'

export function palette(themeColor?: string): Palette {
  const wanted = themeColor?.replace(/^#/, '').toUpperCase() ?? ''
  const accent = /^[0-9A-F]{6}$/.test(wanted) ? wanted : DEFAULT_ACCENT
  const wash = mix(accent, 'FFFFFF', 0.93)
  return {
    accent,
    heading: readable(accent, wash),
    onAccent: contrast(accent, 'FFFFFF') >= 4.5 ? 'FFFFFF' : '000000',
    wash,
    line: 'D5DCE2',
    ink: INK,
    muted: '52606D',
    link: '0B5CAD',
  }
}

function readable(color: string, background: string): string {
  for (let share = 0; share < 1; share += 0.05) {
    const darker = mix(color, INK, share)
    if (contrast(darker, background) >= 4.6) return darker
  }
  return INK
}

/** @param share of the second colour, 0 to 1 */
export function mix(first: string, second: string, share: number): string {
  return channels(first)
    .map((value, index) => {
      const mixed = value * (1 - share) + (channels(second)[index] ?? 0) * share
      return Math.round(mixed).toString(16).padStart(2, '0')
    })
    .join('')
    .toUpperCase()
}

/** Contrast ratio of WCAG 2.2, 1 to 21. */
export function contrast(first: string, second: string): number {
  const [light = 0, dark = 0] = [luminance(first), luminance(second)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
    const share = value / 255
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const channels = (color: string): number[] =>
  [0, 2, 4].map((start) => Number.parseInt(color.slice(start, start + 2), 16))
