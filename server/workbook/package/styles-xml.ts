/**
 * Adds to the cell formats a twin of each of `formats` that carries `quotePrefix`: the mark that keeps Excel from
 * taking a text such as `=1+1` for a formula when someone edits the cell. exceljs cannot write it.
 *
 * @returns the styles, and the number of the twin of each
 */
export function addQuotedFormats(
  stylesXml: string,
  formats: ReadonlySet<number>,
): { xml: string; quoted: Map<number, number> } {
  const list = /<cellXfs count="\d+">([\s\S]*?)<\/cellXfs>/.exec(stylesXml)
  const known = list?.[1]?.match(/<xf [^>]*?\/>|<xf [^>]*?>[\s\S]*?<\/xf>/g)
  if (list === null || known === undefined || known === null) {
    throw new Error('The styles have no cell formats')
  }
  const quoted = new Map<number, number>()
  let twins = ''
  for (const format of formats) {
    const one = known[format]
    if (one === undefined) throw new Error(`The styles have no cell format ${format}`)
    twins += one.replace('<xf ', '<xf quotePrefix="1" ')
    quoted.set(format, known.length + quoted.size)
  }
  const replacement = `<cellXfs count="${known.length + quoted.size}">${list[1] ?? ''}${twins}</cellXfs>`
  return { xml: stylesXml.replace(list[0], () => replacement), quoted }
}
