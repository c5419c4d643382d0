import { command as deCommand } from './de/command.ts'
import { figures as deFigures } from './de/figures.ts'
import { overview as deOverview } from './de/overview.ts'
import { sheets as deSheets } from './de/sheets.ts'
import { told as deTold } from './de/told.ts'
import { command } from './en/command.ts'
import { figures } from './en/figures.ts'
import { overview } from './en/overview.ts'
import { sheets } from './en/sheets.ts'
import { told } from './en/told.ts'

const en = { ...command, ...figures, ...overview, ...sheets, ...told } as const

/** What stands in reports, mails and on the command line beside the sentences of `en.ts`. */
export const phrases = {
  en,
  de: { ...deCommand, ...deFigures, ...deOverview, ...deSheets, ...deTold },
} satisfies Record<string, Readonly<Record<keyof typeof en, string>>>

type Base<Key> = Key extends `${infer Name}_one` | `${infer Name}_other` ? Name : Key
/** A phrase, without the form that a count chooses. */
export type Phrase = Base<keyof typeof en>
/** A phrase that has a form for one and one for many. */
export type CountedPhrase = keyof typeof en extends infer Key
  ? Key extends `${infer Name}_one`
    ? Name
    : never
  : never
