import { describe, expect, it } from 'vitest'
import { contrast, palette } from './palette.ts'

describe('the colours of a workbook', () => {
  it.each([undefined, '#FFD700', '000000', 'FFFFFF', '#c0392b', '7f7f7f', 'no colour'])(
    'can be read for the theme colour %s',
    (themeColor) => {
      const colors = palette(themeColor)
      expect(contrast(colors.onAccent, colors.accent)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(colors.ink, colors.wash)).toBeGreaterThanOrEqual(7)
      expect(contrast(colors.muted, colors.wash)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(colors.heading, 'FFFFFF')).toBeGreaterThanOrEqual(4.5)
      expect(contrast(colors.heading, colors.wash)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(colors.link, 'FFFFFF')).toBeGreaterThanOrEqual(4.5)
    },
  )

  it('knows the contrast of black and white', () => {
    expect(contrast('000000', 'FFFFFF')).toBeCloseTo(21)
  })
})
