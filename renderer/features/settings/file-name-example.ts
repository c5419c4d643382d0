/** As in the default of the settings, which a report writes in its own language. */
const usual = '{room} {from} to {to} {id}'

/** A report that everybody can picture, to show what a pattern makes of it. */
const example: Readonly<Record<string, string>> = {
  room: 'general',
  from: '2026-03-01',
  to: '2026-03-31',
  created: '2026-04-01 0915',
  id: '7f3a91c2',
}

/** What file systems refuse, as the writer of workbooks does: one blank each. */
const refused = /[<>:"/\\|?*\p{Cc}]/gu

/**
 * The name a workbook would have. `{id}` is added where it is missing, because it is what makes a name
 * unique; a word in braces that is no placeholder stays as it is.
 *
 * @param between what the default says between two days. Default: “to”
 */
export const fileNameExample = (pattern: string, between = 'to'): string => {
  const said = pattern === usual ? pattern.replace(' to ', ` ${between} `) : pattern
  const whole = said.includes('{id}') ? said : `${said} {id}`
  const filled = whole.replaceAll(/\{(\w+)\}/gu, (braced, name: string) => example[name] ?? braced)
  return `${filled.replace(refused, ' ').replaceAll(/\s+/gu, ' ').trim()}.xlsx`
}

export const fileNameParts = Object.keys(example)
