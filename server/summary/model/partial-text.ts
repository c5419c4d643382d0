/**
 * Picks what people can read out of a JSON answer while it is still being written: the strings of
 * "headline" and "text", each on a line of its own. A small reader of JSON strings is enough for
 * that, and unlike a parser it never has to start again.
 */
export class PartialText {
  readonly #onText: (delta: string) => void
  #inString = false
  #escape = ''
  /** The last whole string, in case a colon makes it a key. */
  #lastString = ''
  #key = ''
  #isValue = false
  #wroteLine = false

  constructor(onText: (delta: string) => void) {
    this.#onText = onText
  }

  feed(piece: string): void {
    let shown = ''
    for (const char of piece) shown += this.#inString ? this.#inside(char) : this.#outside(char)
    if (shown !== '') this.#onText(shown)
  }

  #outside(char: string): string {
    if (char === '"') {
      this.#inString = true
      this.#lastString = ''
      const begins = this.#shows && this.#wroteLine
      if (this.#shows) this.#wroteLine = true
      return begins ? '\n' : ''
    }
    if (char === ':') {
      this.#key = this.#lastString
      this.#isValue = true
    } else if (char === ',' || char === '{' || char === '[' || char === '}' || char === ']') {
      this.#isValue = false
    }
    return ''
  }

  #inside(char: string): string {
    if (this.#escape !== '') return this.#escaped(char)
    if (char === '\\') {
      this.#escape = '\\'
      return ''
    }
    if (char === '"') {
      this.#inString = false
      return ''
    }
    return this.#write(char)
  }

  #escaped(char: string): string {
    this.#escape += char
    if (this.#escape.startsWith('\\u')) {
      if (this.#escape.length < 6) return ''
      const code = Number.parseInt(this.#escape.slice(2), 16)
      this.#escape = ''
      return this.#write(Number.isNaN(code) ? '' : String.fromCharCode(code))
    }
    const plain: Record<string, string> = { n: ' ', t: ' ', r: ' ', b: '', f: '' }
    this.#escape = ''
    return this.#write(plain[char] ?? char)
  }

  #write(text: string): string {
    if (this.#shows) return text
    if (this.#lastString.length < 40) this.#lastString += text
    return ''
  }

  get #shows(): boolean {
    return this.#isValue && (this.#key === 'headline' || this.#key === 'text')
  }
}
