import { decodeHTMLStrict } from 'entities/decode'

const attribute = (tag: string, name: string): string =>
  new RegExp(String.raw`\b${name}\s*=\s*(?:"([^"]*)"|'([^']*)')`, 'i')
    .exec(tag)
    ?.slice(1)
    .find(Boolean) ?? ''

/**
 * The words of an HTML message, for reading and never for showing as HTML: blocks become lines,
 * images their alternative text, links keep their address where the words do not hold it.
 */
export function htmlText(html: string): string {
  if (!html.includes('<') && !html.includes('&')) return html
  // Nearly every message is one paragraph without anything in it.
  if (html.startsWith('<p>') && html.indexOf('<', 1) === html.length - 4 && !html.includes('&')) {
    if (html.endsWith('</p>')) return html.slice(3, -4).trim()
  }
  let href = ''
  let linkStart = -1
  let out = ''
  let last = 0
  const plain = withoutDrawnFormulas(html).replace(
    /<(script|style|annotation-xml|svg)\b[^]*?(?:<\/\1\s*>|$)/gi,
    '',
  )
  for (const match of plain.matchAll(/<(\/?)([a-z][a-z0-9-]*)\b([^<>]*)>|<!--[^]*?-->/gi)) {
    out += plain.slice(last, match.index)
    last = match.index + match[0].length
    const name = (match[2] ?? '').toLowerCase()
    const closing = match[1] === '/'
    if (/^(?:p|div|br|li|tr|blockquote|pre|h[1-6]|ul|ol|table)$/.test(name)) {
      if ((closing || name === 'br' || name === 'li') && !out.endsWith('\n')) out += '\n'
      if (name === 'li' && !closing) out += '- '
    } else if (/^(?:img|emoji|customemoji)$/.test(name) && !closing) {
      out += attribute(match[0], 'alt')
    } else if (name === 'td' || name === 'th') {
      if (closing) out += '\t'
    } else if (name === 'a' && !closing) {
      href = attribute(match[0], 'href')
      linkStart = out.length
    } else if (name === 'a' && linkStart >= 0) {
      const words = out.slice(linkStart)
      if (/^https?:/.test(href) && !words.includes(href) && words.trim() !== href)
        out += ` (${href})`
      linkStart = -1
    }
  }
  out += plain.slice(last)
  const words = out.includes('&') ? decodeHTMLStrict(out).replaceAll('\u00a0', ' ') : out
  return words.replace(/\n{3,}/g, '\n\n').trim()
}

const ANNOTATION = /<annotation\b[^>]*>([^]*?)<\/annotation\s*>/i

/**
 * KaTeX writes a formula three times: as MathML, as its source inside that, and drawn with spans.
 * The source is what people typed.
 */
function withoutDrawnFormulas(html: string): string {
  if (!html.includes('katex')) return html
  const typed = html.replace(
    /<math\b[^]*?<\/math\s*>/gi,
    (math) => ANNOTATION.exec(math)?.[1] ?? math,
  )
  let out = ''
  let last = 0
  let depth = 0
  for (const match of typed.matchAll(/<(\/?)span\b([^<>]*)>/gi)) {
    const opens = match[1] === ''
    if (depth === 0 && opens && /katex-html/.test(match[2] ?? '')) {
      out += typed.slice(last, match.index)
      depth = 1
    } else if (depth > 0) {
      depth += opens ? 1 : -1
      if (depth === 0) last = match.index + match[0].length
    }
  }
  return depth > 0 ? out : out + typed.slice(last)
}
