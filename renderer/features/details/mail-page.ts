/**
 * The page of a mail, to be shown in a frame of this window. The policy of the window refuses styles that stand at
 * elements, which a mail needs because mail programs know little else; here they become classes of one sheet with the
 * nonce of the window. In the text of a mail every quotation mark is an entity, so what looks like an attribute is one.
 * A parser would already refuse the styles while it reads them.
 */
export const mailPage = (html: string, nonce: string): string => {
  const names = new Map<string, string>()
  const page = html.replaceAll(/ style="([^"]*)"/g, (_, style: string) => {
    const name = names.get(style) ?? `s${names.size}`
    names.set(style, name)
    return ` class="${name}"`
  })
  const rules = [...names].map(([style, name]) => `.${name}{${style}}`).join('\n')
  return page.replace('</head>', () => `<style nonce="${nonce}">${rules}</style></head>`)
}
