import { z } from 'zod'

/**
 * Stable error codes. People read `detail`; programs switch on `code`.
 * Each HTTP error is RFC 9457 `application/problem+json`.
 */
export const errorCodes = [
  'bad_request',
  'invalid_body',
  'invalid_query',
  'invalid_room_oid',
  'unauthorized',
  'forbidden',
  'sign_in_code',
  'foreign_host',
  'foreign_origin',
  'not_found',
  'room_not_found',
  'report_not_found',
  'import_not_found',
  'person_not_found',
  'group_not_found',
  'schedule_not_found',
  'invalid_cron',
  'connection_not_found',
  'connection_not_made',
  'model_not_found_here',
  'workbook_not_ready',
  'workbook_missing',
  'method_not_allowed',
  'not_acceptable',
  'illegal_transition',
  'name_taken',
  'idempotency_conflict',
  'payload_too_large',
  'range_not_satisfiable',
  'request_timeout',
  'data_folder_gone',
  'too_many_requests',
  'unavailable',
  'internal',
  // imports
  'unknown_format',
  'columns_needed',
  'unreadable_file',
  'unsafe_archive',
  'nothing_to_import',
  // reports
  'storage_full',
  'storage_unwritable',
  'storage_damaged',
  'stage_stalled',
  'worker_crashed',
  'summary_failed',
  'workbook_failed',
  'overview_without_reports',
  'delivery_failed',
  'cancelled',
  // runs of schedules
  'no_rooms',
  'run_missed',
  'run_not_started',
  'run_failed',
] as const

export const ErrorCode = z.enum(errorCodes)
export type ErrorCode = z.infer<typeof ErrorCode>

/** What is filled into the sentence of a code; sentences may stand in it too. */
export const Params = z.record(z.string(), z.unknown())

/** RFC 9457 problem details, with our `code` as extension member. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string().optional(),
    code: ErrorCode,
    params: Params.optional().meta({
      description: 'What is filled into the sentence of the code; `detail` says it in English.',
    }),
    errors: z
      .array(
        z.object({
          path: z.string(),
          detail: z.string(),
          /** Which sentence `detail` is, where it is one of the catalogue. */
          code: z.string().optional(),
          params: Params.optional(),
        }),
      )
      .optional()
      .meta({ description: 'One entry for each field that was refused.' }),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>
