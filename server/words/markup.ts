/** Text as it stands in HTML and in attributes. Control characters, which no page may hold, become blanks. */
function escapeHtml(text: string): string {
  return text
    .replaceAll(/[^\P{Cc}\n\t]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** A piece of HTML that is safe to stand anywhere between tags. */
export interface Markup {
  readonly html: string
}

type Piece = string | number | Markup | readonly Piece[]

const rendered = (piece: Piece): string => {
  if (typeof piece === 'string') return escapeHtml(piece)
  if (typeof piece === 'number') return String(piece)
  return 'html' in piece ? piece.html : piece.map(rendered).join('')
}

/**
 * HTML of a template: everything that is put in is text, unless it is markup itself.
 *
 * Holds within elements and within quoted attributes; never within a script, a style or an address.
 */
export const html = (texts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup => ({
  html: texts.reduce((all, text, index) => all + rendered(pieces[index - 1] ?? '') + text),
})

export const nothing: Markup = { html: '' }
