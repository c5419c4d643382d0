import type { Request } from 'express'

/** Whether the person's side of the request came by TLS: a proxy in front that speaks it says so. */
export const cameByTls = (req: Request): boolean =>
  req.secure || req.get('x-forwarded-proto') === 'https'

/** The address by which this request came; behind a proxy with TLS, that one's. The guard has looked at the host. */
export const originOf = (req: Request): string =>
  `${cameByTls(req) ? 'https' : 'http'}://${req.get('host') ?? ''}`
