import type { TFunction } from 'i18next'
import { sayWith } from '../../server/words/fill.ts'
import type { Speak } from '../../server/words/names.ts'
import { oneLine } from './plain-text.ts'

/** Where the window's i18next keeps the words of `server/words`. */
export const sentencesNamespace = 'sentences'

/** What a status, a warning or an error says: a code with parameters, and the same in English. */
export interface Told {
  /** Absent in what versions said that knew no codes. */
  code?: string | undefined
  params?: Readonly<Record<string, unknown>> | undefined
  message: string
}

/** What a command failed with. */
export const toldOf = ({ code, params, message = '' }: Partial<Told>): Told => ({
  code,
  params,
  message,
})

/** The window's `t` over the catalogue that server, mails and command line share. */
export const speakOf = (t: TFunction): Speak =>
  ((key: string, options: Record<string, unknown>) =>
    (t as unknown as Speak)(key, { ...options, ns: sentencesNamespace })) as Speak

/** In the language of the window, on one line; in English where this version does not know the code. */
export const sayTold = (t: TFunction, { code, params, message }: Told): string =>
  oneLine(
    code === undefined
      ? message
      : // Earlier versions knew the code and no parameters.
        sayWith(speakOf(t), { code, params: params ?? { text: message } }, message),
  )

/** Why something failed: what only the window knows, else what the other side says. */
export const sayFailure = (t: TFunction, { code, ...told }: Told): string => {
  const own: string = t(`errors.codes.${code ?? ''}` as 'errors.codes.unreachable', {
    defaultValue: '',
  })
  return own === '' ? sayTold(t, { code, ...told }) : own
}
