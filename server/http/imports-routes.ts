import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { Import, ImportReading } from '../contract/imports.ts'
import type { Importer } from '../imports/importer.ts'
import { blobKeys, type Blobs } from '../ports/blobs.ts'
import { HttpProblem } from './problem.ts'
import { json, jsonBody, rawBody, route, type Route } from './route.ts'
import { answerGone, gone, type TrashPorts } from './trash-routes.ts'

const isTimeZone = (zone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

const ImportQuery = z.object({
  name: z.string().min(1).max(1_024),
  timeZone: z.string().max(64).refine(isTimeZone, 'This is no IANA time zone').optional(),
})

/** What the routes need of the importer. */
export type ImportsPort = Pick<Importer, 'enqueue' | 'get' | 'cancel' | 'retry' | 'remove'>

/** The name as a relative path without any step out of it; only ever a hint, never opened. */
const cleanName = (name: string): string =>
  name
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/') || 'import'

const hasGone = (error: unknown): boolean =>
  /^(?:ECONNRESET|ERR_STREAM_PREMATURE_CLOSE)$/.test((error as NodeJS.ErrnoException).code ?? '')

export interface ImportPorts extends Pick<TrashPorts, 'trash'> {
  imports: ImportsPort
  blobs: Pick<Blobs, 'put' | 'remove'>
}

/** Files that are uploaded, and what became of each. */
export function importRoutes({ imports, blobs, trash }: ImportPorts): Route[] {
  const found = async (importOid: string): Promise<Import> => {
    const known = await imports.get(importOid)
    if (known !== null) return known
    throw new HttpProblem(404, { code: 'import_not_found', params: { import: importOid } })
  }
  const conflict = (
    context: 'import_cancel' | 'import_retry' | 'import_remove',
    state: Import['state'],
  ) => new HttpProblem(409, { code: 'illegal_transition', params: { context, state } })

  return [
    route({
      method: 'post',
      path: '/imports',
      summary: 'Imports an export file; the raw body is streamed to where uploads lie',
      query: ImportQuery,
      body: rawBody('application/octet-stream'),
      answers: { 202: json('It is queued', z.object({ importOid: z.string() })) },
      async handle({ query: { name, timeZone }, req }) {
        const upload = blobKeys.upload(randomUUID())
        try {
          // The request outlives a disk that is full: a connection that is cut while its body still
          // comes takes the answer with it.
          await blobs.put(upload, req.iterator({ destroyOnReturn: false }))
        } catch (error) {
          // Whoever sent it has gone: nobody is there to be told, and nothing here is at fault.
          if (hasGone(error)) return undefined
          throw error
        }
        try {
          return { importOid: await imports.enqueue({ upload, name: cleanName(name), timeZone }) }
        } catch (error) {
          await blobs.remove(upload).catch(() => undefined)
          throw error
        }
      },
    }),
    route({
      method: 'get',
      path: '/imports/:importOid',
      summary: 'One import',
      answers: { 200: json('The import', Import) },
      handle: ({ params }) => found(params.importOid),
    }),
    route({
      method: 'post',
      path: '/imports/:importOid/cancel',
      summary: 'Stops an import and takes back what it has read',
      answers: { 202: json('It is being cancelled', Import) },
      async handle({ params: { importOid } }) {
        const { state } = await found(importOid)
        if (await imports.cancel(importOid)) return found(importOid)
        throw conflict('import_cancel', state)
      },
    }),
    route({
      method: 'post',
      path: '/imports/:importOid/retry',
      summary:
        'Reads the files of an ended import again: as another format, with the columns that were chosen, in another time zone',
      body: jsonBody(ImportReading),
      answers: { 202: json('It is queued again', Import) },
      async handle({ params: { importOid }, body }) {
        const { state, name } = await found(importOid)
        const answer = await imports.retry(importOid, body)
        if (answer === 'not_ended') throw conflict('import_retry', state)
        if (answer === 'files_gone') {
          const params = { context: 'gone', name } as const
          throw new HttpProblem(409, { code: 'unreadable_file', params })
        }
        return answer
      },
    }),
    route({
      method: 'delete',
      path: '/imports/:importOid',
      summary: 'Deletes an import that has ended, with what it has brought and nothing else did',
      answers: gone,
      async handle({ params: { importOid }, res }) {
        const { state } = await found(importOid)
        if (state === 'finished') {
          const entry = await trash.throw({ importOids: [importOid] })
          if (entry !== null) return answerGone(res, entry)
        }
        // One that failed or was cancelled has brought nothing that could come back.
        if ((await imports.remove(importOid)) === 'refused') throw conflict('import_remove', state)
      },
    }),
  ]
}
