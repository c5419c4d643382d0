import type { TFunction } from 'i18next'
import * as names from '../../server/words/names.ts'
import { oneLine, shorten } from './plain-text.ts'
import { speakOf } from './sentences.ts'

const short = (name: string): string => shorten(oneLine(name), 60)

/** The chat application that a room comes from, for people: "WhatsApp" for `whatsapp`. */
export const sourceName = (t: TFunction, source: string): string =>
  short(names.sourceName(speakOf(t), source))

/** The same of a format, with its dialect: "IRC (WeeChat)" for `irc-weechat`; several as a list. */
export const formatName = (t: TFunction, format: string): string =>
  short(
    format
      .split(', ')
      .map((each) => names.formatName(speakOf(t), each))
      .join(', '),
  )
