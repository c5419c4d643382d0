import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

/** The files that a server is put up with. The image itself is built and used by `npm run image -- --check`. */
const root = resolve(import.meta.dirname, '..', '..')
const file = (name: string): string => join(root, 'deploy', name)
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0

test.skipIf(!hasSystemd)(
  'systemd finds nothing to object to in the unit, and little that it may do',
  () => {
    const unit = file('rapporteur.service')
    const verified = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' })
    // Other units of this computer may be found fault with, too.
    expect(verified.stderr.split('\n').filter((line) => line.includes('rapporteur'))).toEqual([])
    expect(verified.status).toBe(0)
    const said = execFileSync('systemd-analyze', ['security', '--offline=true', unit], {
      encoding: 'utf8',
    })
    const exposure = Number(/Overall exposure level[^:]*: ([\d.]+)/.exec(said)?.[1])
    expect(exposure).toBeLessThan(2.5)
  },
)

test('every setting that the files for servers name is one that serve knows', () => {
  const help = execFileSync(
    process.execPath,
    [join(root, 'out', 'main', 'cli.js'), 'serve', '--help'],
    {
      encoding: 'utf8',
      env: { ...process.env, COLUMNS: '200' },
    },
  )
  for (const name of ['Dockerfile', 'compose.yaml', 'rapporteur.service']) {
    const named = readFileSync(file(name), 'utf8').match(/RAPPORTEUR_[A-Z_]+/g) ?? []
    expect(named.length).toBeGreaterThan(0)
    for (const setting of named) expect(help).toContain(setting)
  }
})
