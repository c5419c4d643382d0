import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'rapporteur-log-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** `/dev/full` refuses every byte as a full disk does. */
test.runIf(process.platform === 'linux')(
  'a log that cannot be written ends neither the process nor whoever logs',
  () => {
    mkdirSync(join(folder, 'logs'))
    symlinkSync('/dev/full', join(folder, 'logs', 'rapporteur.log'))
    const program = `
      import { createLog } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'log.ts')).href)}
      const log = createLog({ dataDir: ${JSON.stringify(folder)}, toStderr: true })
      for (let line = 0; line < 100; line++) {
        log.info({ id: 'a.line', text: 'x'.repeat(1_000) }, 'A line')
      }
      process.stdout.write('alive')
    `
    const { stdout, status } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', program],
      { stdio: ['ignore', 'pipe', openSync('/dev/full', 'w')], encoding: 'utf8', timeout: 60_000 },
    )
    expect({ stdout, status }).toEqual({ stdout: 'alive', status: 0 })
  },
)
