import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { settingDocs } from '../../server/settings/table.ts'

const root = resolve(import.meta.dirname, '../..')
const run = (...args: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', resolve(root, 'server/cli.ts'), ...args], {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
  })
const help = (command: string) => run(command, '--help')

it.each(['serve', 'report'])('%s names every setting in its help, by flag', (command) => {
  const { status, stdout, stderr } = help(command)
  expect(stderr).toBe('')
  expect(status).toBe(0)
  for (const { flag } of settingDocs) expect(stdout).toContain(`${flag} <`)
})

it('report reads a table without a header by the columns that are named, its first row too', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-columns-'))
  try {
    const table = join(folder, 'harbour.csv')
    writeFileSync(table, 'Ann;2024-01-01 10:00;hello\nBob;2024-01-01 10:01;hi\n')
    const out = join(folder, 'out')
    const columns = ['--columns', 'time=2,author=1,text=3']
    const { status, stderr } = run('report', table, '--out', out, '--formats', 'csv', ...columns)
    expect([status, stderr]).toEqual([0, expect.any(String)])
    const [file = ''] = readdirSync(out)
    const written = readFileSync(join(out, file), 'utf8')
    expect(written).toMatch(/Ann.*hello/)
    expect(written).toMatch(/Bob.*hi/)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

it('report refuses columns that it cannot read, with what to write instead', () => {
  const { status, stderr } = run('report', 'x.csv', '--out', 'x', '--columns', 'words=1')
  expect(status).toBe(2)
  expect(stderr).toContain('"words" is none of text, time')
})
