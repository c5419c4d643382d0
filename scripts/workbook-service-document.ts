import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { Problem } from '../server/contract/errors.ts'
import { ServiceMessage, ServiceReport } from '../server/contract/workbook-service.ts'
import { schemaWriter } from '../server/http/openapi.ts'
import { xlsxType } from '../server/reports/service/call.ts'

const file = 'docs/workbook-service.openapi.json'

/** The same for a reader, who has to live with fields that a later version adds. */
const open = (schema: unknown): unknown =>
  JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key === 'additionalProperties' && value === false ? undefined : value,
    ),
  )

/** What a service that writes workbooks has to do, as an OpenAPI 3.1 document. */
export function workbookServiceDocument(): Record<string, unknown> {
  const { components, toSchema } = schemaWriter('output')
  const lines = { oneOf: [toSchema(ServiceReport), toSchema(ServiceMessage)] }
  const problem = {
    content: {
      'application/problem+json': {
        schema: toSchema(Problem.pick({ title: true, detail: true }).partial()),
      },
    },
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'A service that writes workbooks for Rapporteur',
      version: '1',
      description:
        'Rapporteur calls it where the setting workbookService names its address, and writes the workbook by itself where it fails.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: 'http://127.0.0.1:8000' }],
    security: [{ bearer: [] }, {}],
    paths: {
      '/workbooks': {
        post: {
          summary: 'Writes the workbook of one report',
          parameters: [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: true,
              description:
                'Report and attempt. The same key comes with the same lines, so a workbook that was made may be answered again.',
              schema: { type: 'string' },
            },
          ],
          requestBody: {
            required: true,
            description:
              'One line of JSON each: first the report, then its messages in order, as many as it announces. Sent in chunks while it is read.',
            content: { 'application/x-ndjson': { schema: lines } },
          },
          responses: {
            200: {
              description: 'The workbook, without macros; no other encoding, at most 1 GiB.',
              headers: {
                'Content-Digest': {
                  description: 'RFC 9530; a sha-256 in it is compared with what came.',
                  schema: { type: 'string' },
                },
              },
              content: { [xlsxType]: { schema: { type: 'string', format: 'binary' } } },
            },
            503: {
              description:
                'For now; so are 408, 425, 429, 500, 502 and 504. It is asked again up to two times, after Retry-After where that is at most a minute.',
              ...problem,
            },
            default: {
              description:
                'It will not write it; detail is shown to people. Redirects are not followed.',
              ...problem,
            },
          },
        },
      },
    },
    components: {
      schemas: open(components),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    },
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(file, `${JSON.stringify(workbookServiceDocument(), null, 2)}\n`)
}
