/** What a message does. One message may do several of these. */
export const acts = [
  'propose',
  'accept',
  'refuse',
  'settle',
  'request',
  'promise',
  'done',
  'ask',
  'answer',
  'noanswer',
  'rhetorical',
  'joke',
  'greet',
  'procedure',
  'quote',
  'tell',
] as const
export type Act = (typeof acts)[number]
export const actCount = acts.length
/** Column of an act in every table of probabilities. */
export const actIndex = Object.fromEntries(acts.map((act, index) => [act, index])) as Readonly<
  Record<Act, number>
>
/** Columns of some acts, for who reads them of many lines. */
export const columnsOf = (names: readonly Act[]): readonly number[] =>
  names.map((act) => actIndex[act])
