import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { start } from './index.ts'
import { makeFolder } from './make-folder.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-folder-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('makes a folder with those above it, and is content with one that is there', () => {
  const path = join(folder, 'a', 'b', 'c')
  makeFolder(path)
  makeFolder(path)
  expect(statSync(path).isDirectory()).toBe(true)
  symlinkSync(path, join(folder, 'link'))
  makeFolder(join(folder, 'link', 'd'))
  expect(statSync(join(path, 'd')).isDirectory()).toBe(true)
})

describe.skipIf(process.platform !== 'linux')('a data folder that cannot be made', () => {
  const unwritable = /" cannot be written\. Choose another folder/
  const isFile = /^A file stands where the folder/

  // In a process of its own: what tries for ever is not stopped by a timer.
  it('in /proc, where nothing is found and nothing can be made, is refused at once', () => {
    const program = ['--import', 'tsx', resolve('server/cli.ts'), 'serve']
    const { status, signal, stderr } = spawnSync(
      process.execPath,
      [...program, '--data-dir', '/proc/self/rapporteur/data'],
      { encoding: 'utf8', timeout: 25_000 },
    )
    expect({ status, signal }).toEqual({ status: 1, signal: null })
    expect(stderr).toMatch(unwritable)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  it.each([
    ['in /sys', () => '/sys/rapporteur', unwritable],
    ['below a device', () => '/dev/null/rapporteur', isFile],
    ['in place of a file', () => file('a'), isFile],
    ['below a file', () => join(file('a'), 'data'), isFile],
    ['whose own folders are files', () => withFile('reports'), isFile],
    ['behind a link that leads to itself', () => join(ownLink('loop'), 'data'), unwritable],
    ['of a name that is too long', () => join(folder, 'x'.repeat(300)), unwritable],
  ])('%s is refused in a sentence', async (_, path, sentence) => {
    await expect(start({ dataDir: path(), version: 'test' })).rejects.toThrow(sentence)
  })

  function file(name: string): string {
    const path = join(folder, name)
    writeFileSync(path, '')
    return path
  }
  function withFile(name: string): string {
    mkdirSync(join(folder, 'data'))
    writeFileSync(join(folder, 'data', name), '')
    return join(folder, 'data')
  }
  function ownLink(name: string): string {
    symlinkSync(name, join(folder, name))
    return join(folder, name)
  }
})
