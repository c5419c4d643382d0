import { expect, it } from 'vitest'
import { canTray } from './tray-support.ts'

const nowhere = (): boolean => false

it('has a tray on macOS and Windows', () => {
  for (const platform of ['darwin', 'win32'] as const) {
    expect(canTray({ platform, env: {}, exists: nowhere })).toBe(true)
  }
})

it('has a tray on Linux only where a session bus can carry it', () => {
  const platform = 'linux'
  expect(canTray({ platform, env: {}, exists: () => true })).toBe(false)
  const env = { XDG_RUNTIME_DIR: '/run/user/1000' }
  expect(canTray({ platform, env, exists: nowhere })).toBe(false)
  expect(canTray({ platform, env, exists: (path) => path === '/run/user/1000/bus' })).toBe(true)
  const named = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/tmp/bus' }
  expect(canTray({ platform, env: named, exists: nowhere })).toBe(true)
  const none = { DBUS_SESSION_BUS_ADDRESS: 'disabled:' }
  expect(canTray({ platform, env: none, exists: nowhere })).toBe(false)
})
