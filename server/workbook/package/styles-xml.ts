/**
 * Adds to the cell formats a twin of one that carries `quotePrefix`: the mark that keeps Excel from
 * taking a text such as `=1+1` for a formula when someone edits the cell. exceljs cannot write it.
 */
export function addQuotedFormat(
  stylesXml: string,
  format: number,
): { xml: string; format: number } {
  const list = /<cellXfs count="(\d+)">([\s\S]*?)<\/cellXfs>/.exec(stylesXml)
  const formats = list?.[2]?.match(/<xf [^>]*?\/>|<xf [^>]*?>[\s\S]*?<\/xf>/g)
  const twin = formats?.[format]
  if (list === null || formats === undefined || formats === null || twin === undefined) {
    throw new Error(`The styles have no cell format ${format}`)
  }
  const quoted = twin.replace('<xf ', '<xf quotePrefix="1" ')
  const replacement = `<cellXfs count="${formats.length + 1}">${list[2] ?? ''}${quoted}</cellXfs>`
  return { xml: stylesXml.replace(list[0], () => replacement), format: formats.length }
}
