import { Router } from 'express'

/** Why a node must not be sent requests at this moment. */
export type NotReady = 'draining' | 'storage' | 'blobs'

export interface ProbePorts {
  /** Everything that stands in the way; empty where the node is ready. Never rejects. */
  notReady(): Promise<readonly NotReady[]>
}

/**
 * `/livez` and `/readyz`, for the program that starts nodes and the one that spreads requests over them. They call a
 * node by the address it happens to have, without a token, so both stand before every other check, and say nothing
 * that is a secret.
 */
export function probes({ notReady }: ProbePorts): Router {
  const router = Router()
  router.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store')
    next()
  })
  router.get('/livez', (_req, res) => void res.json({ status: 'ok' }))
  router.get('/readyz', async (_req, res) => {
    const reasons = await notReady()
    if (reasons.length === 0) res.json({ status: 'ready' })
    else res.status(503).json({ status: 'not_ready', reasons })
  })
  return router
}
