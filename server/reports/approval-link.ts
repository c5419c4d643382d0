import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { StoredReport } from '../ports/report.ts'

/** Where the page of a link lies, before its token. */
export const approvalPath = '/approve'

/** What a link says. It is good for one report as it is, and until a moment. */
const Claim = z.object({
  /** Version and purpose, so that nothing else that is signed with the key passes for a link. */
  v: z.literal('approve-1'),
  report: z.string(),
  /** Of the workbooks and the recipients; another one after a change. */
  hash: z.string(),
  /** Milliseconds since 1970. */
  until: z.number(),
  nonce: z.string(),
})

/** A JWT would bring a choice of algorithms, which is a choice of attacks (RFC 8725); this has none. */
const macOf = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** Tells apart what is approved: another workbook, or somebody else who gets it, is something else. */
export const contentHash = (reports: readonly StoredReport[]): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        reports
          .map(({ reportOid, attempt, workbook, options }) => [
            reportOid,
            attempt,
            workbook?.sha256,
            options.recipients ?? [],
            options.destinations ?? [],
          ])
          .toSorted((one, other) => (String(one[0]) < String(other[0]) ? -1 : 1)),
      ),
    )
    .digest('base64url')

/** A token for an address: letters, digits, `-`, `_` and one dot. */
export function signLink(
  key: Buffer,
  claim: { report: string; hash: string; until: number },
): string {
  const nonce = randomBytes(12).toString('base64url')
  const text = Buffer.from(JSON.stringify({ v: 'approve-1', ...claim, nonce })).toString(
    'base64url',
  )
  return `${text}.${macOf(key, text).toString('base64url')}`
}

/** @returns null for a token that was not signed with this key. Whether its time is over is for the caller to see. */
export function readLink(
  key: Buffer,
  token: string,
): { report: string; hash: string; until: number } | null {
  const [text = '', mac = '', ...more] = token.split('.')
  const given = Buffer.from(mac, 'base64url')
  const expected = macOf(key, text)
  if (more.length > 0 || given.length !== expected.length) return null
  if (!timingSafeEqual(given, expected)) return null
  const claim = Claim.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  return claim.success ? claim.data : null
}
