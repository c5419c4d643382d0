import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { json, Router } from 'express'
import { z } from 'zod'
import { ImportReading, type Import } from '../contract/imports.ts'
import { httpLimits } from '../contract/limits.ts'
import { HttpProblem, methodNotAllowed } from './problem.ts'
import { parseBody, parseQuery } from './validate.ts'

const isTimeZone = (zone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

export const ImportQuery = z.object({
  name: z.string().min(1).max(1_024),
  timeZone: z.string().max(64).refine(isTimeZone, 'This is no IANA time zone').optional(),
})

/** What the routes need of the importer. */
export interface ImportsPort {
  enqueue(request: {
    path: string
    name: string
    timeZone?: string | undefined
    deleteAfter?: boolean
  }): string
  get(importOid: string): Import | null
  /** False if it had ended already. */
  cancel(importOid: string): boolean
  retry(importOid: string, reading: ImportReading): Import | 'not_ended' | 'files_gone'
}

/** The name as a relative path without any step out of it; only ever a hint, never opened. */
const cleanName = (name: string): string =>
  name
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/') || 'import'

const hasGone = (error: unknown): boolean =>
  /^(?:ECONNRESET|ERR_STREAM_PREMATURE_CLOSE)$/.test((error as NodeJS.ErrnoException).code ?? '')

export function importsRouter(deps: { imports: ImportsPort; uploadDir: string }): Router {
  const { imports, uploadDir } = deps
  const router = Router()

  const found = (importOid: string): Import => {
    const known = imports.get(importOid)
    if (known !== null) return known
    throw new HttpProblem(404, { code: 'import_not_found', params: { import: importOid } })
  }

  router
    .route('/imports')
    .post(async (req, res) => {
      const { name, timeZone } = parseQuery(ImportQuery, req)
      await mkdir(uploadDir, { recursive: true })
      const path = join(uploadDir, `upload-${randomUUID()}`)
      try {
        await pipeline(req, createWriteStream(path, { flags: 'wx' }))
      } catch (error) {
        await rm(path, { force: true })
        // Whoever sent it has gone: nobody is there to be told, and nothing here is at fault.
        if (hasGone(error)) return
        throw error
      }
      const importOid = imports.enqueue({
        path,
        name: cleanName(name),
        timeZone,
        deleteAfter: true,
      })
      res.status(202).json({ importOid })
    })
    .all(methodNotAllowed('POST'))

  router
    .route('/imports/:importOid')
    .get((req, res) => {
      res.json(found(req.params.importOid))
    })
    .all(methodNotAllowed('GET'))

  router
    .route('/imports/:importOid/cancel')
    .post((req, res) => {
      const { importOid } = req.params
      const { state } = found(importOid)
      if (!imports.cancel(importOid)) {
        throw new HttpProblem(409, {
          code: 'illegal_transition',
          params: { context: 'import_cancel', state },
        })
      }
      res.status(202).json(found(importOid))
    })
    .all(methodNotAllowed('POST'))

  router
    .route('/imports/:importOid/retry')
    .post(json({ limit: httpLimits.maxJsonBytes }), (req, res) => {
      const { importOid } = req.params
      const reading = parseBody(ImportReading, req)
      const { state, name } = found(importOid)
      const answer = imports.retry(importOid, reading)
      if (answer === 'not_ended') {
        throw new HttpProblem(409, {
          code: 'illegal_transition',
          params: { context: 'import_retry', state },
        })
      }
      if (answer === 'files_gone') {
        throw new HttpProblem(409, { code: 'unreadable_file', params: { context: 'gone', name } })
      }
      res.status(202).json(answer)
    })
    .all(methodNotAllowed('POST'))

  return router
}
