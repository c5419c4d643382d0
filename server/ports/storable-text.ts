/** Whether every engine gives the text back as it is: SQLite cuts at NUL, PostgreSQL has none, UTF-8 no lone surrogates. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/** The text with U+FFFD for what an engine cannot hold. */
export const storable = (text: string): string =>
  isStorable(text) ? text : text.toWellFormed().replaceAll('\0', '\ufffd')
