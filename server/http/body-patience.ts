import type { RequestHandler } from 'express'
import { HttpProblem, sendProblem } from './problem.ts'

/**
 * Ends a request whose body is not whole after `idleMs` without a byte of it. A long upload takes as long
 * as it takes, so there is no time for the whole of it; one that says nothing holds a connection, and a
 * file, for ever.
 */
export const bodyPatience =
  (idleMs: number): RequestHandler =>
  (req, res, next) => {
    const hasBody =
      req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length']) > 0
    if (!hasBody) return next()
    const { socket } = req
    const giveUp = (): void => {
      // Bytes have come that were not read yet: the server is slow, not the client.
      if (req.complete || req.readableLength > 0) return
      if (res.headersSent) return void req.destroy()
      const seconds = Math.round(idleMs / 1_000)
      // The request, not the socket alone: an answered one would never hear that its body has ended.
      res.once('finish', () => req.destroy())
      sendProblem(
        res,
        new HttpProblem(
          408,
          { code: 'request_timeout', params: { seconds } },
          { headers: { Connection: 'close' } },
        ),
      )
    }
    const stop = (): void => {
      req.off('end', stop)
      req.off('timeout', giveUp)
      if (!socket.destroyed && !res.writableFinished) socket.setTimeout(0)
    }
    socket.setTimeout(idleMs)
    // A listener keeps Node from destroying the socket before anything was said.
    req.on('timeout', giveUp)
    req.once('end', stop)
    res.once('close', stop)
    next()
  }
