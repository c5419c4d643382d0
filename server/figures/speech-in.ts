import { LocalClock } from '../local-clock.ts'
import type { Language } from '../words/catalogues.ts'
import { Speech } from '../words/speech.ts'

/** How a report speaks, by its language and its time zone (an IANA name). */
export const speechIn = (language: Language, timeZone: string): Speech =>
  new Speech(language, new LocalClock(timeZone))
