import { folded } from '../acts/tokens.ts'
import type { Exchanges } from './anchor-features.ts'
import type { ReportedExchange } from './tiers.ts'

/** From here on a line agrees with what was put up. */
const accepts = 0.5
/** So many who agree carry a proposal as it stands. */
const supporters = 2

const values =
  /\d+(?:[.:,]\d+)*|(?<![\p{L}])(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?<![\p{L}])(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miercoles|jueves|viernes|sabado|domingo|segunda|terca|quarta|quinta|sexta/gu

const valuesIn = (text: string): string[] => folded(text).match(values) ?? []

/**
 * A proposal that several carry as it stands ("no meeting on the 24th and 31st", "+1", "+1"), and a
 * close that tells another value that nobody had named ("so the next one is on the 7th"), are two
 * decisions; any other stays one.
 */
export function apart(
  { talk: { lines }, p }: Exchanges,
  one: ReportedExchange,
): readonly ReportedExchange[] {
  const { at, lead, messages } = one
  const proposal = lines[lead]
  const close = lines[at]
  if (proposal === undefined || close === undefined) return [one]
  const agreeing = messages.filter(
    (line) =>
      line > lead &&
      line < at &&
      lines[line]?.author !== proposal.author &&
      p(line, 'accept') >= accepts,
  )
  const people = new Set(agreeing.map((line) => lines[line]?.author))
  const before = messages.filter((line) => line < at)
  const named = new Set(before.flatMap((line) => valuesIn(lines[line]?.text ?? '')))
  const told = valuesIn(close.text)
  const isOther = told.length > 0 && told.every((value) => !named.has(value))
  const last = agreeing.at(-1)
  if (people.size < supporters || last === undefined || !isOther) return [one]
  if (valuesIn(proposal.text).length === 0) return [one]
  return [
    { ...one, at: last, messages: [lead, ...agreeing] },
    { ...one, messages: [at] },
  ]
}
