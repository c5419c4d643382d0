import type { Exchanges } from './anchor-features.ts'
import {
  agrees,
  asksFor,
  closesIn,
  commitsIn,
  goesAway,
  onlyListens,
  runsMeeting,
  saysYes,
  tellsWhatWas,
} from './said-forms.ts'
import { offersItself } from './offers.ts'

/**
 * How much speaks for an item beside its probability: all that it takes; a task that is given but
 * that nobody took; the parts of an item, but no word that says so; some of its parts; nothing.
 */
export type Evidence = 'enough' | 'given' | 'unsaid' | 'little' | 'none'

/** Positions of the telling line, of all lines, and of the proposal or request (or -1). */
interface Parts {
  at: number
  messages: readonly number[]
  lead: number
}

/** From here on a line counts as a proposal, or as a request. */
const proposes = 0.2
const requests = 0.2
const accepts = 0.25
const promises = 0.25
const settles = 0.6
/** Content words of the telling line; fewer lean on what was proposed. */
const fewWords = 3
/** Words of a line that only says that somebody leaves; a longer one may promise something before. */
const fewLeaving = 14
/** Words of a line that agrees; a longer one that does has an opinion of its own. */
const fewAgreeing = 20
/** Words of a line that is a speech: whatever is in it, it is not there to settle something. */
const speech = 45

/**
 * What was learned in rooms that decide and promise goes too far in rooms that do neither: on help
 * channels and in long meetings the likeliest line of many is still an unlikely one. So the parts of
 * an exchange must be there too, in probabilities and in words.
 */
export function evidenceFor(
  exchanges: Exchanges,
  list: 'decisions' | 'actions',
  parts: Parts,
): Evidence {
  if (exchanges.talk.lines[parts.at] === undefined) return 'none'
  return list === 'actions' ? taskEvidence(exchanges, parts) : decisionEvidence(exchanges, parts)
}

/** A promise of something to do; or a yes to a request, or to an offer. */
function taskEvidence({ talk, p, isSpoken }: Exchanges, { at, lead }: Parts): Evidence {
  const line = talk.lines[at]
  if (line === undefined || line.signs.laughs) return 'none'
  if (goesAway(line.signs) && line.signs.words <= fewLeaving) return 'none'
  if (isSpoken && runsMeeting(line.signs)) return 'none'
  const leading = talk.lines[lead]
  const isOthers = leading !== undefined && leading.author !== line.author
  const isAsked = isOthers && (p(lead, 'request') >= requests || asksFor(leading.signs))
  const commits = line.signs.endsAsking ? null : commitsIn(line.signs)
  if (commits === 'task' && (p(at, 'promise') >= promises || isAsked)) return 'enough'
  if (isOthers && offersItself(leading) && saysYes(line.signs)) return 'enough'
  if (isAsked && asksFor(leading.signs)) {
    if (commits === 'light' || p(at, 'promise') >= 2 * promises) return 'enough'
    if (saysYes(line.signs)) return p(lead, 'request') >= requests ? 'enough' : 'unsaid'
  }
  if (commits === null && !isAsked && tellsWhatWas(line.signs)) return 'none'
  return line.signs.words > speech ? 'little' : 'unsaid'
}

/** Two people, something put up, and a line that closes it, or somebody who agrees in words. */
function decisionEvidence(
  { talk, p, isSpoken }: Exchanges,
  { at, messages, lead }: Parts,
): Evidence {
  const line = talk.lines[at]
  if (line === undefined) return 'none'
  const leading = talk.lines[lead]
  // "Mind if I take it?" "Go ahead." gives a task to one, and settles nothing for all.
  if (leading !== undefined && offersItself(leading) && saysYes(line.signs)) return 'none'
  const isProposed = lead >= 0 && p(lead, 'propose') >= proposes
  const isShort = line.subject.length < fewWords
  if (isShort && !isProposed) return 'none'
  if (onlyListens(line.signs)) return isSpoken ? 'none' : 'little'
  const people = new Set(messages.map((one) => talk.lines[one]?.author)).size
  const closes = closesIn(line.signs)
  if (isSpoken && closes === null) return 'none'
  // "Let me share the file then" says what its author does next.
  if (closes !== 'told' && runsMeeting(line.signs)) return 'none'
  if (people < 2 || line.signs.words > speech) return 'little'
  const settled = p(at, 'settle')
  if (isSpoken) {
    const isAgreed = messages.some((one) => {
      const other = talk.lines[one]
      if (other === undefined || other.author === talk.lines[lead]?.author) return false
      return p(one, 'accept') >= accepts && agrees(other.signs)
    })
    const isClosed = closes === 'told' && (isAgreed || settled >= settles)
    return isClosed && isProposed ? 'enough' : 'little'
  }
  if (!isProposed || (isShort && settled < 0.5)) return 'unsaid'
  const isAccepted = messages.some((one) => one !== lead && p(one, 'accept') >= accepts)
  if (!isAccepted && settled < settles) return 'unsaid'
  const isSaid = messages.some((one) => {
    const other = talk.lines[one]
    if (one === lead || other === undefined || other.signs.words > fewAgreeing) return false
    return agrees(other.signs) || saysYes(other.signs)
  })
  return isSaid || closes !== null ? 'enough' : 'unsaid'
}
