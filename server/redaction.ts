/** Stands where a secret stood. */
const mask = '***'
/** Characters from which on the beginning of a secret is taken for it. */
const tellingLength = 8

/** Replaces secrets in text that comes from elsewhere and goes to people, files or other servers. */
export interface Redactor {
  /** All of a text at once. Do it before the text is cut, or a part of the secret stays. */
  text(text: string): string
  /** Every string in a value that JSON can hold. */
  value<Value>(value: Value): Value
  /** For text that comes in pieces, where a secret may lie across two of them. */
  stream(): RedactingStream
}

export interface RedactingStream {
  /** What may be shown of the text so far; what could be the beginning of a secret is held back. */
  feed(piece: string): string
  /** The rest; the stream begins anew after it. */
  flush(): string
}

/**
 * A redactor that knows each secret in the forms in which servers give it back: plain, percent-encoded,
 * in JSON and HTML, in base64 and in hexadecimal digits.
 *
 * @param secrets empty and absent ones are passed over
 */
export function redactorOf(secrets: readonly (string | null | undefined)[]): Redactor {
  const forms = [...new Set(secrets.flatMap((secret) => (secret ? formsOf(secret) : [])))]
    // The longer form first: a shorter one may be a part of it.
    .sort((a, b) => b.length - a.length)
  if (forms.length === 0) return nothingToHide
  const pattern = new RegExp(
    forms.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'),
    'g',
  )
  const clean = (text: string): string => text.replace(pattern, mask)
  return {
    text: clean,
    value: (value) => cleaned(value, clean),
    stream: () => createStream(forms, clean),
  }
}

const nothingToHide: Redactor = {
  text: (text) => text,
  value: (value) => value,
  stream: () => ({ feed: (piece) => piece, flush: () => '' }),
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const hex = bytes.toString('hex')
  const percent = encodeURIComponent(secret.toWellFormed())
  const everyByte = hex.replace(/../g, '%$&')
  const json = JSON.stringify(secret).slice(1, -1)
  const html = secret.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
  const named = secret.replace(/[&<>"']/g, (sign) => names[sign] ?? sign)
  const all = [
    secret,
    json,
    json.replaceAll('/', '\\/'),
    percent,
    percent.replace(/%[\dA-F]{2}/g, lower),
  ]
  all.push(html, named)
  // Of a short secret these are too common to be taken for it.
  if (bytes.length >= 6) {
    all.push(hex, hex.toUpperCase(), everyByte, everyByte.toUpperCase(), ...base64Forms(bytes))
  }
  return all
}

const names: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}
const lower = (text: string): string => text.toLowerCase()

/** Base64 depends on what stands before the secret: at each of three offsets, the digits that it alone makes. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const digits = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const from = offset === 0 ? 0 : offset + 1
    // The last digit also holds bits of what follows, unless the bytes end with it.
    const to = (offset + bytes.length) % 3 === 0 ? digits.length : digits.length - 1
    const own = digits.slice(from, to)
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

function cleaned<Value>(value: Value, clean: (text: string) => string): Value {
  if (typeof value === 'string') return clean(value) as Value
  if (Array.isArray(value)) return value.map((each: unknown) => cleaned(each, clean)) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [clean(key), cleaned(each, clean)]),
  ) as Value
}

function createStream(forms: readonly string[], clean: (text: string) => string): RedactingStream {
  const longest = forms[0]?.length ?? 0
  let held = ''
  /** Where the text ends with the beginning of a form, its place; else the length. */
  const safeLength = (text: string): number => {
    for (let at = Math.max(0, text.length - longest + 1); at < text.length; at++) {
      const tail = text.slice(at)
      if (forms.some((form) => form.length > tail.length && form.startsWith(tail))) return at
    }
    return text.length
  }
  return {
    feed(piece) {
      const text = clean(held + piece)
      const length = safeLength(text)
      held = text.slice(length)
      return text.slice(0, length)
    },
    flush() {
      const rest = held
      held = ''
      // The text ends within a secret, as far as anybody can tell.
      return rest.length >= tellingLength ? mask : rest
    },
  }
}

/** User name and password in an address, decoded; empty where there are none. */
export function userinfoOf(address: string): { user: string; password: string } {
  try {
    const { username, password } = new URL(address)
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) }
  } catch {
    return { user: '', password: '' }
  }
}
