import type { Import } from '../contract/imports.ts'
import type { SentenceParams } from '../contract/sentences.ts'
import { inEnglish } from '../words/say.ts'

/** Why an import failed that no reader is to blame for. */
export const told = <Code extends 'storage_full' | 'internal' | 'worker_crashed'>(
  code: Code,
  params: SentenceParams[Code],
): NonNullable<Import['error']> => ({
  code,
  params: { ...params },
  message: inEnglish({ code, params }),
})
