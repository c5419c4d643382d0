import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { settingDocs } from '../../server/settings/table.ts'

const root = resolve(import.meta.dirname, '../..')
const help = (command: string) =>
  spawnSync(
    process.execPath,
    ['--import', 'tsx', resolve(root, 'server/cli.ts'), command, '--help'],
    { cwd: root, encoding: 'utf8', timeout: 60_000 },
  )

it.each(['serve', 'report'])('%s names every setting in its help, by flag', (command) => {
  const { status, stdout, stderr } = help(command)
  expect(stderr).toBe('')
  expect(status).toBe(0)
  for (const { flag } of settingDocs) expect(stdout).toContain(`${flag} <`)
})
