import { LinkifyIt } from 'linkify-it'
import type { StoredMessage } from '../../ports/message.ts'
import { extractiveLimits } from './limits.ts'
import { findingOf, type Finding } from './detections.ts'
import { quoteOf } from './talk.ts'

export interface FoundLink extends Finding {
  url: string
  count: number
}

// Only what says itself that it is an address: "node.js" and "readme.md" are not sites.
const linkify = new LinkifyIt({
  fuzzyLink: false,
  fuzzyEmail: false,
  fuzzyIP: false,
  maxLength: 2_000,
})
  .add('ftp:', null)
  .add('mailto:', null)
  .add('//', null)
const hint = /https?:\/\/|www\./i
const bareSite = /(^|[\s(<])(www\.[^\s<>]+)/gi
const maxUrlLength = 2_000

/** The web addresses of a text, in order; `www.` counts as http. */
export function urlsIn(text: string): string[] {
  if (!hint.test(text)) return []
  const read = text.slice(0, extractiveLimits.maxReadLength * 2).replace(bareSite, '$1http://$2')
  const urls: string[] = []
  for (const match of linkify.match(read) ?? []) {
    if (/^https?:\/\//i.test(match.url) && match.url.length <= maxUrlLength) urls.push(match.url)
  }
  return urls
}

/** Every address of a room once, with who posted it first and how often it came. */
export class Links {
  readonly #links = new Map<string, FoundLink>()

  add(message: StoredMessage): void {
    for (const url of urlsIn(message.text)) {
      const known = this.#links.get(url)
      if (known !== undefined) known.count++
      else if (this.#links.size < extractiveLimits.maxCountedLinks) {
        this.#links.set(url, { ...findingOf(message, quoteOf(message.text, 300)), url, count: 1 })
      }
    }
  }

  /** The ones that came most often, then the earlier ones. */
  ranked(limit: number): FoundLink[] {
    return [...this.#links.values()]
      .sort((a, b) => b.count - a.count || a.number - b.number)
      .slice(0, limit)
  }
}
