import { extname } from 'node:path'
import type { RequestHandler } from 'express'
import { assetPath } from '../page/asset-path.ts'
import { builtAsset, builtPage } from '../page/built-page.ts'

/** Names of assets say what is in them, so a browser need not ask again. */
const assetCaching = 'private, max-age=31536000, immutable'

/**
 * The window for a browser. It holds nothing that is secret, so it needs no token: it asks for one, and everything
 * else it reads with the cookie of its session.
 *
 * @param folder of the built page
 */
export const page =
  (folder: string): RequestHandler =>
  (req, res, next) => {
    const isReading = req.method === 'GET' || req.method === 'HEAD'
    const file = isReading ? assetPath(folder, req.path) : null
    if (file === null) return next()
    const isPage = extname(file) === '.html'
    const answer = isPage ? builtPage(file, { serverUrl: null, theme: 'auto' }) : builtAsset(file)
    if (answer === null) return next()
    res.set(answer.headers)
    if (!isPage) res.set('Cache-Control', assetCaching)
    res.send(answer.body)
  }
