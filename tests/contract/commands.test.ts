import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { settingDocs } from '../../server/settings/table.ts'
import { phrases } from '../../server/words/report/phrases.ts'

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

/** Descriptions as they stand in a help, which wraps its lines. */
const helpIn = (language: 'en' | 'de'): string[] =>
  Object.entries(phrases[language])
    .filter(([key]) => /^help_(?!rescue_|.*_word$|setting$|default|choices|variable)/.test(key))
    .map(([, text]) => text.split('{{')[0]!.trim())

it('help is in the language that is chosen by flag or variable, each description of it', () => {
  const german = [
    ['--language', 'de', '--help'],
    ['report', '--language', 'de', '--help'],
    ['serve', '--report-language=de', '--help'],
  ]
    .map((args) => run(...args).stdout.replaceAll(/\s+/g, ' '))
    .join(' ')
  expect(german).toMatch(/^Aufruf: rapporteur \[Optionen\] \[Befehl\]/)
  expect(german).toContain('(Auswahl: "en", "de")')
  const english = helpIn('en')
  expect(english.length).toBeGreaterThan(60)
  for (const text of helpIn('de')) expect(german).toContain(text)
  for (const text of english) expect(german).not.toContain(text)
}, 60_000)

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

it('report speaks the language that is asked for, on the terminal and in what it leaves', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-language-'))
  try {
    const log = join(folder, 'hafen.log')
    writeFileSync(log, '2024-01-01 10:00 <Ann> moin\n2024-01-01 10:01 <Bob> moin moin\n')
    const out = join(folder, 'out')
    const left = ['--out', out, '--formats', 'xlsx,md']
    const { status, stdout } = run('report', log, ...left, '--language', 'de')
    expect(status).toBe(0)
    expect(stdout).toContain('1 Raum, 2 Nachrichten, 0 Systemzeilen')
    expect(stdout).toContain('hafen: Arbeitsmappe fertig')
    expect(stdout).toContain(`1 Arbeitsmappe in ${out}`)
    const markdown = readdirSync(out).find((name) => name.endsWith('.md')) ?? ''
    expect(readFileSync(join(out, markdown), 'utf8')).toContain('Zeiten in UTC')
    const refused = run('report', join(folder, 'nowhere'), '--out', out, '--language', 'de')
    expect([refused.status, refused.stderr]).toEqual([
      2,
      `Es gibt keine Datei und keinen Ordner ${join(folder, 'nowhere')}.\n`,
    ])
    expect(run('report', log, '--out', out, '--language', 'xx').status).toBe(2)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
