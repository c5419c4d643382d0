import { expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ app: {} }))
const { resolveDataFolder } = await import('./data-folder.ts')

it('takes the folder of the environment before the chosen one, and that before the standard one', () => {
  const standard = '/home/ada/.config/Rapporteur/data'
  expect(resolveDataFolder({ env: '/data', chosen: '/chosen', standard })).toEqual({
    path: '/data',
    isFixed: true,
  })
  expect(resolveDataFolder({ env: '', chosen: '/chosen', standard })).toEqual({
    path: '/chosen',
    isFixed: false,
  })
  expect(resolveDataFolder({ env: undefined, chosen: undefined, standard })).toEqual({
    path: standard,
    isFixed: false,
  })
})
