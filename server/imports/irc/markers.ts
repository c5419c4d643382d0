import { monthOf, type LogDate } from './place.ts'

/** Lines that tell of the log itself; they carry the date of what follows. */
const MARKER =
  /^(?:--- (?:Log (?:opened|closed)|Day changed)|Session (?:Start|Time|Close|Ident)|\*{4} (?:BEGIN|ENDING) LOGGING|\[\d\d:\d\d(?::\d\d)?\] --- [A-Z][a-z]{2} [A-Z][a-z]{2} +\d)/
export function isMarker(line: string): boolean {
  const first = line.charCodeAt(0)
  // Nearly every line begins with a time, and this is asked of every line.
  if (first === 0x5b) return line.includes('] --- ') && MARKER.test(line)
  return (first === 0x2d || first === 0x53 || first === 0x2a) && MARKER.test(line)
}

const LONG_DATE = /([A-Z][a-z]{2}) +(\d\d?),? (?:\d\d:\d\d(?::\d\d)? )?(\d{4})/

/** The date that a marker names: `Mon Sep 30 00:00:44 2019`, `Tue Oct 01 2019`. */
export function markerDate(line: string): LogDate | null {
  const match = LONG_DATE.exec(line)
  const month = match ? monthOf(match[1] ?? '') : 0
  if (!match || month === 0) return null
  return { year: Number(match[3]), month, day: Number(match[2]) }
}

/** The channel that mIRC names in front of what was said there. */
export const markedChannel = (text: string): string | null =>
  /^Session Ident: ([#&]\S+)\s*$/m.exec(text)?.[1] ?? null
