/** Excel refuses targets beyond this; such a link stays readable as text. */
const MAX_TARGET = 2_079

/** Only what opens a web page or a mail: never file, script or a network share. */
export function webAddress(text: string): string | null {
  if (text.length > MAX_TARGET) return null
  try {
    const url = new URL(text)
    if (!['https:', 'http:', 'mailto:'].includes(url.protocol)) return null
    return url.href.length > MAX_TARGET ? null : url.href
  } catch {
    return null
  }
}
