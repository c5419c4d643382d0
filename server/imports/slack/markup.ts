/** Names for the ids in Slack's texts; undefined for an id nobody lists. */
export interface SlackNames {
  user(id: string): string | undefined
  channel(id: string): string | undefined
  /** A group of users, without the `@` that Slack puts in front. */
  group(id: string): string | undefined
}

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' }
const decodeEntities = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    : text

/** Export links carry a token that opens every file of the workspace (`?t=xoxe-...`). */
const TOKEN_PARAMETER =
  /([?&])(?:t|token|pub_secret)=[^&\s"'<>|)]*(?:xox|%78%6f%78)[^&\s"'<>|)]*&?/gi
const TOKEN = /\bxox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{10,}/g

/** True if the text holds a secret of Slack. */
export const holdsToken = (text: string): boolean => text.includes('xox')

export const stripTokens = (text: string): string =>
  holdsToken(text)
    ? text
        .replace(TOKEN_PARAMETER, '$1')
        .replace(/[?&](?=$|[\s"'<>|)])/g, '')
        .replace(TOKEN, '[token removed]')
    : text

const MARKUP = /<([^<>]*)>/g

/**
 * Slack's mark-up as people see it: `<@U1>` by name, `<#C1|general>`, `<!here>`, links as
 * `label (address)`, and the three entities; emphasis stays as typed.
 * Tokens are in it still (`stripTokens`). Source: Slack's "Formatting text for app surfaces".
 */
export function readableText(text: string, names: SlackNames): string {
  if (!text.includes('<') && !text.includes('&')) return namedIds(text, names)
  const parts: string[] = []
  let last = 0
  for (const match of text.matchAll(MARKUP)) {
    parts.push(decodeEntities(text.slice(last, match.index)), resolve(match[1] ?? '', names))
    last = match.index + match[0].length
  }
  parts.push(decodeEntities(text.slice(last)))
  return namedIds(parts.join(''), names)
}

/** Rules out most texts ten times as fast as the pattern that looks behind. */
const MAY_BE_ID = /[UW][A-Z0-9]{6}/
const BARE_ID = /(?<![\w/=.@-])[UW][A-Z0-9]{6,12}(?![\w/-])/g

/** Ids of people that stand in the words as they are ("U064KUGRJ's file"), by name; never in links. */
export const namedIds = (text: string, names: SlackNames): string =>
  MAY_BE_ID.test(text) ? text.replace(BARE_ID, (id) => names.user(id) ?? id) : text

function resolve(inside: string, names: SlackNames): string {
  const bar = inside.indexOf('|')
  const target = bar < 0 ? inside : inside.slice(0, bar)
  const label = bar < 0 ? '' : decodeEntities(inside.slice(bar + 1))
  const rest = target.slice(1)
  if (target.startsWith('@')) return `@${names.user(rest) ?? (label || rest)}`
  if (target.startsWith('#')) return `#${label || (names.channel(rest) ?? rest)}`
  if (target.startsWith('!')) {
    if (label) return label
    const [command = '', id = ''] = rest.split('^')
    if (command === 'date') return new Date(Number(id) * 1_000 || 0).toISOString().slice(0, 10)
    return command === 'subteam' ? `@${names.group(id) ?? id}` : `@${command}`
  }
  const address = decodeEntities(target)
  const bare = address.replace(/^(?:mailto|tel):/, '')
  if (label === '' || label === address || label === bare) return bare
  // A label that is only a shorter way to write the address says nothing of its own.
  if (address.replace(/^https?:\/\//, '').replace(/\/$/, '') === label) return address
  return `${label} (${address})`
}
