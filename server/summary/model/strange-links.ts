import { LinkifyIt } from 'linkify-it'
import { urlsIn } from '../extractive/links.ts'

// Whatever a mail program or a window could make a link of, so bare names of sites and addresses too.
const linkify = new LinkifyIt({
  fuzzyLink: true,
  fuzzyEmail: true,
  fuzzyIP: true,
  maxLength: 2_000,
})
const anyAddress = /\b(?:[a-z][a-z0-9+.-]{1,15}:\/\/|www\.)\S+/gi
const removed = '[link removed]'

/**
 * A model can be talked into carrying data out by an address; so only those stay that the room has.
 *
 * @param known the addresses of the room
 * @param said the message that an item comes from: a site or a file that it names is no address of the model's
 */
export function withoutStrangeLinks(
  text: string,
  known: ReadonlySet<string>,
  said: string,
): string {
  const isKnown = (address: string): boolean =>
    urlsIn(address).some((url) => known.has(url)) ||
    known.has(`https://${address}`) ||
    known.has(`http://${address}`)
  const plain = text.replace(anyAddress, (address) => (isKnown(address) ? address : removed))
  let kept = ''
  let from = 0
  for (const { index, lastIndex, raw } of linkify.match(plain) ?? []) {
    kept += plain.slice(from, index) + (isKnown(raw) || said.includes(raw) ? raw : removed)
    from = lastIndex
  }
  return kept + plain.slice(from)
}
