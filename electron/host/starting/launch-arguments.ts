import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DesktopTarget } from '../../../server/contract/desktop-api.ts'

/** What a start of the app was asked to do. */
export interface Launch {
  /** Absolute paths of exports to import. */
  paths: string[]
  targets: DesktopTarget[]
}

/** Scheme of links into the app: `rapporteur://report/OID`, `rapporteur://room/OID`. */
export const linkScheme = 'rapporteur'

/**
 * @param argv the whole command line, as `process.argv` has it
 * @param options.skip how many words that are no switches come before the person's own: the program,
 *   and for an unpackaged app its folder
 */
export function readLaunch(
  argv: readonly string[],
  options: { cwd: string; skip: number },
): Launch {
  // Switches are Chromium's and ours; none of them takes the next word for its value.
  const words = argv.filter((word) => !word.startsWith('-')).slice(options.skip)
  const isLink = (word: string): boolean => word.toLowerCase().startsWith(`${linkScheme}:`)
  return {
    paths: words
      .filter((word) => word !== '' && !isLink(word))
      .map((word) => fileOf(word) ?? resolve(options.cwd, word)),
    targets: words
      .filter(isLink)
      .map(targetOf)
      .filter((target) => target !== null),
  }
}

/**
 * The path of a `file:` URL, which is what file managers hand over; null for other words, and for a file of
 * another host, which would be asked for over the network.
 */
function fileOf(word: string): string | null {
  if (!/^file:/i.test(word) || !URL.canParse(word)) return null
  const url = new URL(word)
  if (url.host !== '' && url.host !== 'localhost') return null
  try {
    return fileURLToPath(url)
  } catch {
    return null
  }
}

const oid = /^\/([A-Za-z0-9._~-]{1,128})\/?$/

/** What a link wants to be shown; null for one that we never made. Anybody can write such a link. */
export function targetOf(link: string): DesktopTarget | null {
  if (!URL.canParse(link)) return null
  const { protocol, host, pathname, search, hash } = new URL(link)
  const id = oid.exec(pathname)?.[1]
  if (protocol !== `${linkScheme}:` || id === undefined || search !== '' || hash !== '') return null
  if (host === 'report') return { kind: 'report', reportOid: id }
  if (host === 'room') return { kind: 'room', roomOid: id }
  return null
}
