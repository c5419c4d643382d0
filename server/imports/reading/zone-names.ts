const HOUR = 60

/**
 * Minutes east of Greenwich of the zones that mails and programs write by name. Names that stand for
 * zones of several countries (IST) are left out: a wrong hour is worse than a time that is not read.
 */
const MINUTES: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  west: HOUR,
  bst: HOUR,
  cet: HOUR,
  mez: HOUR,
  cest: 2 * HOUR,
  mesz: 2 * HOUR,
  eet: 2 * HOUR,
  eest: 3 * HOUR,
  msk: 3 * HOUR,
  jst: 9 * HOUR,
  kst: 9 * HOUR,
  est: -5 * HOUR,
  edt: -4 * HOUR,
  cst: -6 * HOUR,
  cdt: -5 * HOUR,
  mst: -7 * HOUR,
  mdt: -6 * HOUR,
  pst: -8 * HOUR,
  pdt: -7 * HOUR,
}

const NAMES = Object.keys(MINUTES).join('|')

/** `UTC`, `+01:00`, `GMT+1`, `+0100 CET`: two groups, name and offset, for a regular expression with the flag `i`. */
export const ZONE = String.raw`(?:\s*(?<zone>${NAMES})(?![a-z]))?(?:\s*(?<offset>[+-]\d{1,2}(?::?\d{2})?)(?!\d))?(?:\s+(?:${NAMES})(?![a-z]))?`

/** Milliseconds east of Greenwich; null where neither name nor offset stands. */
export function zoneOffset(zone: string | undefined, offset: string | undefined): number | null {
  if (offset !== undefined) {
    const digits = offset.slice(1).replace(':', '')
    const hours = Number(digits.length > 2 ? digits.slice(0, -2) : digits)
    const minutes = digits.length > 2 ? Number(digits.slice(-2)) : 0
    return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
  }
  const minutes = zone === undefined ? undefined : MINUTES[zone.toLowerCase()]
  return minutes === undefined ? null : minutes * 60_000
}
