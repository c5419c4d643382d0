import { sentence, type Sentence } from '../contract/sentences.ts'
import { SentenceError } from './sentence-error.ts'
import { SpokenError } from './spoken-error.ts'

/** Codes of the system for a folder that cannot be worked in. */
const problems: Readonly<Record<string, (folder: string) => Sentence>> = {
  EACCES: (folder) => sentence('folder_unwritable', { folder }),
  EPERM: (folder) => sentence('folder_unwritable', { folder }),
  EROFS: (folder) => sentence('folder_unwritable', { folder }),
  ELOOP: (folder) => sentence('folder_unwritable', { folder }),
  ENAMETOOLONG: (folder) => sentence('folder_unwritable', { folder }),
  ENOSPC: () => sentence('storage_full', {}),
  EDQUOT: () => sentence('storage_full', { context: 'quota' }),
  ENOTDIR: (folder) => sentence('folder_is_file', { folder }),
  EEXIST: (folder) => sentence('folder_is_file', { folder }),
}

/** Libraries wrap the errors of the system and keep their code only in their sentence. */
const codeOf = (error: Error): string | undefined =>
  'code' in error && typeof error.code === 'string' && error.code in problems
    ? error.code
    : /\bE[A-Z]{3,}\b/.exec(error.message)?.[0]

/**
 * The error of a step that works in a folder, as a sentence for people where the system has refused something.
 * Any other error is given back as it is.
 *
 * @param folder default: what the error names
 */
export function folderProblem(error: unknown, folder?: string): unknown {
  if (!(error instanceof Error) || error instanceof SpokenError) return error
  const place = folder ?? (error as NodeJS.ErrnoException).path
  const problem = problems[codeOf(error) ?? '']
  if (place === undefined || problem === undefined) return error
  return new SentenceError(problem(place), { cause: error })
}
