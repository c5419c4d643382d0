import { jsonrepair } from 'jsonrepair'
import { summaryLimits } from '../limits.ts'
import { ModelError } from './errors.ts'

type Json = Readonly<Record<string, unknown>>

/** What a model was asked for ends behind the last of these; what stands before are its thoughts. */
const lastThought =
  /^[\s\S]*(?:<\/(?:think|thinking|thought|thoughts|reasoning|reflection|analysis)>|<\|channel\|>\s*final\b[^<{]*(?:<\|message\|>)?|\[\/THINK\]|<\|(?:end_of_thought|eot_thought)\|>|\u25c1\/think\u25b7)/i

/**
 * The object that a model was asked for, whatever stands around it: thoughts with tags that are paired or
 * not, the channels of gpt-oss, prose with braces in it, a fence, drafts of the object, or the object
 * twice; the last one that is like it counts. Small faults of the JSON are mended.
 *
 * @param fits how much an object is like the one that was asked for; 0: not at all
 * @throws ModelError if there is none
 */
export function objectIn(text: string, fits: (object: Json) => number): Json {
  const spoken = text.replace(lastThought, '')
  // Some models forget to end their thoughts, and some answer within them.
  const found = bestIn(spoken, fits) ?? (spoken === text ? null : bestIn(text, fits))
  if (found !== null) return found
  const hasObject = text.includes('{') && text.includes('}')
  throw new ModelError(
    'protocol',
    hasObject ? 'The model answered in broken JSON' : 'The model did not answer in JSON',
  )
}

function bestIn(text: string, fits: (object: Json) => number): Json | null {
  let best: Json | null = null
  let most = 0
  const take = (object: Json): void => {
    const score = fits(object)
    if (score === 0 || score < most) return
    best = object
    most = score
  }
  let starts = 0
  for (
    let from = text.indexOf('{');
    from >= 0 && starts < summaryLimits.maxObjectStarts;
    starts++
  ) {
    const end = endOf(text, from)
    const object = end < 0 ? null : parsed(text.slice(from, end))
    const useful = object === null ? [] : objectsIn(object).filter((each) => fits(each) > 0)
    for (const each of useful) take(each)
    // What is no object, or none of ours, may have ours in it: it was prose.
    from = text.indexOf('{', useful.length > 0 ? end : from + 1)
  }
  if (best !== null) return best
  // A quotation mark too many hides every end.
  const whole = parsed(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1))
  if (whole !== null) for (const each of objectsIn(whole)) take(each)
  return best
}

/** The object itself, and those that a wrapper such as `{"answer": {...}}` holds. */
function objectsIn(object: Json): Json[] {
  const inner = Object.values(object).filter(
    (value): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value),
  )
  return [object, ...inner]
}

/** The place behind the brace that closes the one at `from`; -1 if none does. */
function endOf(text: string, from: number): number {
  let depth = 0
  let inString = false
  for (let at = from; at < text.length; at++) {
    const char = text[at]
    if (inString) {
      if (char === '\\') at++
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '{') depth++
    else if (char === '}' && --depth === 0) return at + 1
  }
  return -1
}

function parsed(text: string): Json | null {
  if (text === '') return null
  return objectOf(() => JSON.parse(text)) ?? objectOf(() => JSON.parse(jsonrepair(text)))
}

function objectOf(parse: () => unknown): Json | null {
  try {
    const value = parse()
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Json)
      : null
  } catch {
    return null
  }
}
