import type { Request } from 'express'

/** The value of a cookie; null where the browser sent none. */
export function cookieOf(req: Request, wanted: string): string | null {
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2)
    if (name === wanted && value) return value
  }
  return null
}
