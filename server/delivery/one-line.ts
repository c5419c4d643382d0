const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/g

/** One line without control characters: nothing that comes from a chat can start a header. */
export function oneLine(text: string, maxLength: number): string {
  const line = text.replace(unprintable, ' ').replace(/\s+/gu, ' ').trim()
  const short = line.length > maxLength ? `${line.slice(0, maxLength - 1).trimEnd()}…` : line
  return short.replace(/\p{Surrogate}/gu, '\uFFFD')
}
