import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { convert, hasLibreOffice, hasPdftoppm, message, temporaryFolder, write } from './support.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

const ACCENT = 'C2410C'

/** A picture as pdftoppm writes it: three bytes for each pixel. */
interface Picture {
  width: number
  height: number
  pixels: Buffer
}

/** Binary PPM: `P6`, width, height, 255, pixels. */
function readPicture(file: string): Picture {
  const bytes = readFileSync(file)
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', 0, 64))!
  const [start, width, height] = [head[0].length, Number(head[1]), Number(head[2])]
  return { width, height, pixels: bytes.subarray(start) }
}

/** Share of the pixels of a part of the page, in percent of its sides, that fit. */
function share(
  picture: Picture,
  box: { left: number; top: number; right: number; bottom: number },
  fits: (red: number, green: number, blue: number) => boolean,
): number {
  const { width, height, pixels } = picture
  const edge = (percent: number, length: number): number => Math.round((percent / 100) * length)
  let found = 0
  let all = 0
  for (let y = edge(box.top, height); y < edge(box.bottom, height); y += 1) {
    for (let x = edge(box.left, width); x < edge(box.right, width); x += 1) {
      const at = (y * width + x) * 3
      all += 1
      if (fits(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!)) found += 1
    }
  }
  return found / all
}

const near = (color: string) => {
  const wanted = [0, 2, 4].map((start) => Number.parseInt(color.slice(start, start + 2), 16))
  return (...given: number[]): boolean =>
    given.every((value, index) => Math.abs(value - wanted[index]!) < 12)
}
const isAccent = near(ACCENT)
const isInk = (red: number, green: number, blue: number): boolean => red + green + blue < 300

/** The pages of a workbook as pictures. */
function pages(file: string, last: number): Picture[] {
  convert(file, 'pdf', folder.path)
  const stem = file.replace(/\.xlsx$/, '')
  execFileSync('pdftoppm', ['-r', '60', '-l', String(last), `${stem}.pdf`, stem])
  return Array.from({ length: last }, (_, index) => {
    const number = String(index + 1)
    try {
      return readPicture(`${stem}-${number}.ppm`)
    } catch {
      return readPicture(`${stem}-${number.padStart(2, '0')}.ppm`)
    }
  })
}

describe.skipIf(!hasLibreOffice || !hasPdftoppm)('a workbook that is printed', () => {
  it('has a living chart in each of its places, whole on its page', async () => {
    const file = path.join(folder.path, 'charts.xlsx')
    const messages = Array.from({ length: 300 }, (_, index) =>
      message({
        number: index + 1,
        author: `Person ${index % 9}`,
        at: Date.UTC(2026, 0, 1 + (index % 30), index % 24, index % 60),
      }),
    )
    await write(file, messages, {
      options: { themeColor: ACCENT, sheets: ['Activity'] },
    })
    const [summary, activity, tables] = pages(file, 3)
    expect(summary!.height).toBeGreaterThan(summary!.width)
    const overview = { left: 10, top: 25, right: 90, bottom: 50 }
    expect(share(summary!, overview, isAccent), 'Summary').toBeGreaterThan(0.04)
    expect(activity!.width).toBeGreaterThan(activity!.height)
    const places = {
      'per day': { left: 6, top: 18, right: 45, bottom: 51 },
      people: { left: 46, top: 18, right: 94, bottom: 51 },
      hours: { left: 6, top: 54, right: 45, bottom: 89 },
      weekdays: { left: 46, top: 54, right: 94, bottom: 89 },
    }
    for (const [name, box] of Object.entries(places)) {
      expect(share(activity!, box, isAccent), `bars ${name}`).toBeGreaterThan(0.04)
      expect(share(activity!, box, isInk), `words ${name}`).toBeGreaterThan(0.001)
    }
    // The tables begin on a page of their own, with their heads in the accent.
    const head = { left: 5, top: 5, right: 95, bottom: 12 }
    expect(share(tables!, head, isAccent)).toBeGreaterThan(0.15)
  }, 120_000)
})
