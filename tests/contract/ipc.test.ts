import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { ipcChannels, ipcEvents } from '../../server/contract/ipc-channels.ts'

const root = resolve(import.meta.dirname, '../..')
const source = (path: string): string => readFileSync(join(root, path), 'utf8')
const hostFiles = readdirSync(join(root, 'electron'), { recursive: true, encoding: 'utf8' })
  .map((name) => join('electron', name))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
const named = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '').toSorted()

const channels = Object.keys(ipcChannels).toSorted()
const handlers = hostFiles.filter((path) => path.startsWith(join('electron', 'ipc')))

it('names each channel once, as area:verb', () => {
  const names = [...Object.values(ipcChannels), ...Object.values(ipcEvents)]
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(name).toMatch(/^[a-z]+:[a-z-]+$/)
})

it('has exactly one handler for each channel', () => {
  const text = handlers.map(source).join('\n')
  expect(named(text, /\b(?:handle|answer)\(\s*ipcChannels\.(\w+)/g)).toEqual(channels)
})

it('offers each channel in the preload exactly once', () => {
  const text = source('electron/preload.ts')
  expect(named(text, /\bask(?:<[^>]*>)?\(\s*ipcChannels\.(\w+)/g)).toEqual(channels)
  expect(named(text, /\bhear(?:<[^>]*>)?\(\s*ipcEvents\.(\w+)/g)).toEqual(
    Object.keys(ipcEvents).toSorted(),
  )
})

it('listens to the page at the one gate only', () => {
  const listeners = hostFiles.filter((path) => /\bipcMain\b/.test(source(path)))
  expect(listeners).toEqual([join('electron', 'ipc', 'handle.ts')])
})

it('lets the preload hand out no part of Electron', () => {
  const text = source('electron/preload.ts')
  expect(named(text, /exposeInMainWorld\('(\w+)'/g)).toEqual(['rapporteur'])
  expect(text).not.toMatch(/ipcRenderer\.(send|sendSync|postMessage|sendToHost)\b/)
})
