import { expect, it } from 'vitest'
import { toFailure } from './failure.ts'

it.each(['EEXIST', 'ENOTDIR', 'ENOENT'])(
  'says what to do where the folder of reports is a file or gone, not what the system calls it: %s',
  (code) => {
    const error = Object.assign(new Error(`${code}: file already exists, mkdir '/data/reports'`), {
      code,
    })
    const failure = toFailure(error, 'internal')
    expect(failure.code).toBe('storage_unwritable')
    expect(failure.message).toBe(
      'The reports folder in the data folder is gone or not a folder. Restore it, then retry.',
    )
  },
)
