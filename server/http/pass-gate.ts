import type { Response } from 'express'

/** What the path of a request names. */
export type Named = Readonly<Record<string, unknown>>

/** What the gate wants to know of a request that is good; resolves at once where it wants nothing. */
export async function passGate(res: Response, named: Named): Promise<void> {
  const before = res.locals['before'] as ((named: Named) => Promise<void>) | undefined
  await before?.(named)
}
