import type { Exchanges } from './anchor-features.ts'

/** How much speaks for an item beside its probability. */
export type Evidence = 'enough' | 'little' | 'none'

/** Positions of the telling line, of all lines, and of the proposal or request (or -1). */
interface Parts {
  at: number
  messages: readonly number[]
  lead: number
}

/** From here on a line counts as a proposal. */
const proposes = 0.2
const accepts = 0.25
const settles = 0.6
/** Content words of the telling line; fewer lean on what was proposed. */
const fewWords = 3
/** Words of a line that is a speech: whatever is in it, it is not there to settle something. */
const speech = 45
const promises = 0.65

/**
 * What was learned in rooms that decide and promise goes too far in rooms that do neither: on help
 * channels and in long meetings the likeliest line of many is still an unlikely one. So the parts of
 * an exchange must be there too: for a decision two people, a proposal, and a line that accepts or
 * settles it; for a task a promise, which a request and an acceptance make more of one.
 */
export function evidenceFor(
  { talk, p }: Exchanges,
  list: 'decisions' | 'actions',
  { at, messages, lead }: Parts,
): Evidence {
  const line = talk.lines[at]
  if (line === undefined) return 'none'
  const accepted = Math.max(0, ...messages.map((one) => (one === lead ? 0 : p(one, 'accept'))))
  if (list === 'actions') {
    const asked = lead < 0 ? 0 : p(lead, 'request')
    return p(at, 'promise') + 0.5 * (asked + accepted) >= promises ? 'enough' : 'little'
  }
  const isProposed = lead >= 0 && p(lead, 'propose') >= proposes
  const isShort = line.subject.length < fewWords
  if (isShort && !isProposed) return 'none'
  const people = new Set(messages.map((one) => talk.lines[one]?.author)).size
  const settled = p(at, 'settle')
  if (people < 2 || !isProposed || line.signs.words > speech) return 'little'
  if (isShort && settled < 0.5) return 'little'
  return accepted >= accepts || settled >= settles ? 'enough' : 'little'
}
