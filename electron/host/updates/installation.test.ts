import { expect, it } from 'vitest'
import { updatesBy, updateSource } from './installation.ts'

const packaged = {
  platform: 'linux',
  isPackaged: true,
  hasSource: true,
  appImage: undefined,
} as const

it('leaves what a package manager has installed to the package manager', () => {
  expect(updatesBy(packaged)).toBe('packages')
})

it('updates an AppImage, and an app on Windows and macOS, by itself', () => {
  expect(updatesBy({ ...packaged, appImage: '/home/ann/Rapporteur-x86_64.AppImage' })).toBe('app')
  expect(updatesBy({ ...packaged, platform: 'win32' })).toBe('app')
  expect(updatesBy({ ...packaged, platform: 'darwin' })).toBe('app')
})

it('does not look for updates in a clone, or where the build names no source', () => {
  expect(updatesBy({ ...packaged, isPackaged: false })).toBe('off')
  expect(updatesBy({ ...packaged, hasSource: false })).toBe('off')
})

it('needs the place of the versions and the key of who signs them', () => {
  const updates = { url: 'https://updates.example/', publicKey: 'PEM' }
  expect(updateSource({ updates })).toEqual(updates)
  for (const damaged of [
    null,
    {},
    { updates: null },
    { updates: { url: updates.url } },
    { updates: { ...updates, publicKey: 1 } },
  ])
    expect(updateSource(damaged)).toBeNull()
})
