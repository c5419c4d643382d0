import { SaxesParser, type SaxesTagPlain } from 'saxes'

/** An element without its namespace prefix: programs choose those freely. */
export interface XmlNode {
  name: string
  attributes: Readonly<Record<string, string>>
  children: XmlNode[]
  text: string
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/**
 * The tree of a small part.
 *
 * @throws Error where it is not well-formed; entities beyond those of XML itself are not, so none of
 * them can grow
 */
export function parseXmlTree(xml: string): XmlNode {
  const root: XmlNode = { name: '', attributes: {}, children: [], text: '' }
  const stack = [root]
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag: SaxesTagPlain) => {
    const node = { name: local(tag.name), attributes: tag.attributes, children: [], text: '' }
    stack.at(-1)?.children.push(node)
    stack.push(node)
  })
  const onText = (text: string): void => {
    const top = stack.at(-1)
    if (top !== undefined) top.text += text
  }
  parser.on('text', onText)
  parser.on('cdata', onText)
  parser.on('closetag', () => void stack.pop())
  parser.write(xml).close()
  return root.children[0] ?? root
}

export const child = (node: XmlNode | undefined, name: string): XmlNode | undefined =>
  node?.children.find((one) => one.name === name)

export const children = (node: XmlNode | undefined, name: string): XmlNode[] =>
  node?.children.filter((one) => one.name === name) ?? []

/** The first element of a name, at any depth. */
export function descendant(node: XmlNode | undefined, name: string): XmlNode | undefined {
  if (node === undefined || node.name === name) return node
  for (const one of node.children) {
    const found = descendant(one, name)
    if (found !== undefined) return found
  }
  return undefined
}

/** The text of all elements of a name, at any depth, put together. */
export function textOf(node: XmlNode | undefined, name: string): string {
  if (node === undefined) return ''
  if (node.name === name) return node.text
  return node.children.map((one) => textOf(one, name)).join('')
}

/** A number from an attribute; null where there is none. */
export function numberOf(node: XmlNode | undefined, name: string): number | null {
  const text = node?.attributes[name]
  const value = text === undefined || text === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) ? value : null
}

/** Attributes that are on or off, `val` of most; an element without one is on. */
export const isOn = (node: XmlNode | undefined): boolean =>
  node !== undefined && !['0', 'false', 'none'].includes(node.attributes['val'] ?? '1')
