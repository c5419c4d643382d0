import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import type { StoredMessage } from '../../server/ports/message.ts'
import type { WorkbookOptions } from '../../server/workbook/write-workbook.ts'
import { hostileRoom } from './hostile.ts'
import { graphFaults, orderFaults, parseXml, type XmlElement } from './package-check.ts'
import { message, readZip, summaryOf, temporaryFolder, write } from './support.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

/** A picture of one pixel. */
const png = ((): Buffer => {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data])
    const end = Buffer.alloc(4)
    end.writeUInt32BE(crc(body))
    const size = Buffer.alloc(4)
    size.writeUInt32BE(data.length)
    return Buffer.concat([size, body, end])
  }
  const crc = (data: Buffer): number => {
    let value = 0xffffffff
    for (const byte of data) {
      value ^= byte
      for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0)
    }
    return (value ^ 0xffffffff) >>> 0
  }
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from([0, 31, 86, 115]))),
    chunk('IEND', Buffer.alloc(0)),
  ])
})()

const logo = { content: png, type: 'png' as const, description: 'Our logo', width: 80, height: 40 }
const plain = Array.from({ length: 60 }, (_, index) =>
  message({
    number: index + 1,
    author: `Person ${index % 4}`,
    at: Date.UTC(2026, 0, 1 + index, index % 9),
    replyTo: index % 3 === 2 ? `m${index}` : null,
  }),
)

const wrongClocks = [-62_135_596_800_000, -2_208_988_800_000, 0, 253_402_300_799_999].map(
  (at, index) => message({ number: index + 1, at }),
)

describe.each<[string, StoredMessage[], WorkbookOptions]>([
  ['an ordinary room', plain, {}],
  ['a hostile room', hostileRoom.messages, {}],
  ['an empty room', [], {}],
  ['a room without times', [message({ number: 1, at: null, timeSource: 'unknown' })], {}],
  ['a room with wrong clocks', wrongClocks, {}],
  ['several transcript sheets', plain, { rowsPerSheet: 17 }],
  ['a logo and a colour', plain, { logo, themeColor: 'FFD700' }],
  ['a summary alone', plain, { sheets: [] }],
  [
    'a transcript of four columns',
    plain,
    { sheets: ['Transcript'], columns: [], rowsPerSheet: 17 },
  ],
  ['no transcript', plain, { sheets: ['Activity', 'Participants', 'Highlights'] }],
  ['no activity', hostileRoom.messages, { sheets: ['Highlights', 'Participants', 'Transcript'] }],
])('the package of %s', (name, messages, options) => {
  const file = path.join(folder.path, `${name}.xlsx`)
  const parts = write(file, messages, { options, timeZone: 'America/New_York' }).then(() =>
    readZip(file),
  )

  it('is well-formed XML in every part', async () => {
    for (const [part, xml] of await parts) {
      if (/\.(xml|rels)$/.test(part)) expect(() => parseXml(xml), part).not.toThrow()
    }
  })

  it('has every element where the schema wants it', async () => {
    const faults = [...(await parts)].flatMap(([part, xml]) =>
      part.endsWith('.xml') ? orderFaults(part, parseXml(xml)) : [],
    )
    expect(faults).toEqual([])
  })

  it('hangs together: targets, types and ids', async () => {
    expect(graphFaults(await parts)).toEqual([])
  })

  it('uses only styles and shared strings that exist', async () => {
    const all = await parts
    const count = (part: string, list: string): number =>
      find(parseXml(all.get(part)!), list)!.children.length
    const formats = count('xl/styles.xml', 'cellXfs')
    const strings = parseXml(all.get('xl/sharedStrings.xml')!)
    expect(Number(strings.attributes.uniqueCount)).toBe(strings.children.length)
    let uses = 0
    for (const [part, xml] of all) {
      if (!part.startsWith('xl/worksheets/sheet')) continue
      for (const [, style] of xml.matchAll(/ s="(\d+)"/g))
        expect(Number(style)).toBeLessThan(formats)
      for (const [, index] of xml.matchAll(/ t="s"><v>(\d+)</g)) {
        uses += 1
        expect(Number(index)).toBeLessThan(strings.children.length)
      }
    }
    expect(Number(strings.attributes.count)).toBe(uses)
  })

  it('has no formula, no external link and nothing that runs', async () => {
    const all = await parts
    expect([...all.keys()].filter((part) => /external|vba|macro|embed/i.test(part))).toEqual([])
    for (const [part, xml] of all) {
      if (part.startsWith('xl/worksheets/')) expect(xml, part).not.toMatch(/<f[ >]/)
    }
  })
})

const find = (element: XmlElement, name: string): XmlElement | undefined =>
  element.name === name
    ? element
    : element.children.map((child) => find(child, name)).find((found) => found !== undefined)

describe('a workbook', () => {
  it('is the same, byte for byte, for the same input and clock', async () => {
    const files = ['first.xlsx', 'second.xlsx'].map((name) => path.join(folder.path, name))
    const [first, second] = await Promise.all(files.map((file) => write(file, plain)))
    expect(second).toEqual(first)
    expect(readFileSync(files[0]!).equals(readFileSync(files[1]!))).toBe(true)
    expect(first!.sha256).toBe(createHash('sha256').update(readFileSync(files[0]!)).digest('hex'))
    expect(first!.bytes).toBe(readFileSync(files[0]!).length)
  })

  it('starts with a part that tells tools what kind of file it is', async () => {
    const file = path.join(folder.path, 'magic.xlsx')
    await write(file, plain)
    expect(readFileSync(file).toString('latin1', 30, 41)).toBe('_rels/.rels')
  })

  it('splits the transcript when a sheet is full, and links replies across', async () => {
    const file = path.join(folder.path, 'split.xlsx')
    await write(file, plain, { options: { rowsPerSheet: 20 } })
    const parts = await readZip(file)
    const book = parts.get('xl/workbook.xml')!
    expect([...book.matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name]) => name)).toEqual([
      'Summary',
      'Highlights',
      'Participants',
      'Activity',
      'Transcript',
      'Transcript 2',
      'Transcript 3',
    ])
    const rows = [5, 6, 7].map(
      (number) => parts.get(`xl/worksheets/sheet${number}.xml`)!.match(/<row /g)!.length,
    )
    expect(rows).toEqual([21, 21, 21])
    // Message 21 answers message 20, the last of the sheet before.
    expect(parts.get('xl/worksheets/sheet6.xml')).toContain(
      '<hyperlink ref="F2" location="\'Transcript\'!D21"/>',
    )
  })

  it('links key points to the row of their message, whichever sheet it is on', async () => {
    const file = path.join(folder.path, 'cited.xlsx')
    const item = (number: number) => ({
      text: plain[number - 1]!.text,
      author: 'Ada',
      at: null,
      messageId: `m${number}`,
      messageNumber: number,
    })
    await write(file, plain, {
      options: { rowsPerSheet: 20 },
      summary: summaryOf(plain, { keyPoints: [item(1), item(20), item(21), item(60)] }),
    })
    const first = (await readZip(file)).get('xl/worksheets/sheet1.xml')!
    const places = [...first.matchAll(/location="([^"]*Transcript[^"]*)"/g)].map(([, to]) => to)
    expect(places).toEqual([
      "'Transcript'!D2",
      "'Transcript'!D21",
      "'Transcript 2'!D2",
      "'Transcript 3'!D21",
    ])
  })

  it('draws hours for a room of one day, and no chart of one bar', async () => {
    const file = path.join(folder.path, 'one day.xlsx')
    const day = plain.map((one, index) => ({ ...one, at: Date.UTC(2026, 0, 1, 9 + (index % 5)) }))
    await write(file, day)
    const charts = [...(await readZip(file))].filter(([part]) => /charts\/chart\d/.test(part))
    const titles = charts.map(([, xml]) => /<a:t>([^<]*)/.exec(xml)?.[1])
    expect(titles).toEqual(['Messages by hour', 'Most active participants', 'Messages by hour'])
    const alone = path.join(folder.path, 'alone.xlsx')
    await write(alone, [message({ number: 1 })])
    expect([...(await readZip(alone)).keys()].filter((part) => part.includes('chart'))).toEqual([])
  })

  it('gives charts, with the values they show cached in them, and words for who cannot see them', async () => {
    const file = path.join(folder.path, 'charts.xlsx')
    await write(file, plain)
    const parts = await readZip(file)
    const charts = [...parts].filter(([part]) => /charts\/chart\d+\.xml$/.test(part))
    expect(charts).toHaveLength(5)
    for (const [part, xml] of charts) {
      const chart = parseXml(xml)
      for (const cache of ['c:numCache', 'c:strCache'])
        expect(find(chart, cache), part).toBeDefined()
    }
    const activity = charts.map(([, xml]) => xml).filter((xml) => xml.includes('c:dateAx'))
    expect(activity[0]).toContain("<c:f>'Activity'!$P$43:$P$102</c:f>")
    const described = [...parts]
      .filter(([part]) => /drawings\/drawing\d+\.xml$/.test(part))
      .flatMap(([, xml]) => [...xml.matchAll(/descr="([^"]*)"/g)].map(([, text]) => text!))
    expect(described).toHaveLength(5)
    for (const text of described) expect(text.length).toBeGreaterThan(20)
  })
})
