import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const script = join(import.meta.dirname, '..', 'support', 'ending-threads.ts')

it('a thread that is ended in the middle of its work in the storage takes the process with it never', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rapporteur-ending-'))
  try {
    const run = promisify(execFile)(process.execPath, ['--import', 'tsx', script, folder])
    expect((await run).stdout).toBe('done\n')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}, 120_000)
