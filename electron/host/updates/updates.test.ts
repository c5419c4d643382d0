import { expect, it } from 'vitest'
import type { UpdateState } from '../../../server/contract/desktop-api.ts'
import { HostError } from '../host-error.ts'
import { createUpdates } from './updates.ts'
import { compareVersions } from './versions.ts'

/** The order of things around a source that offers `newest`, and an app that has `reports` to do. */
function setup(
  from: {
    newest?: string | HostError
    mayLook?: boolean
    by?: 'app' | 'packages'
    skipped?: string
  } = {},
) {
  const done: string[] = []
  const told: UpdateState[] = []
  let { mayLook, skipped } = from
  const world = { reports: 0, newest: from.newest ?? '0.2.0', download: null as HostError | null }
  let quitting: { install: () => void; stay: () => void } | null = null
  const updates = createUpdates({
    current: '0.1.0',
    by: from.by ?? 'app',
    engine: {
      async look() {
        done.push('look')
        if (world.newest instanceof HostError) throw world.newest
        return world.newest
      },
      async download(onPercent) {
        done.push('download')
        if (world.download) throw world.download
        onPercent(50.4)
        onPercent(50.9)
      },
      install: () => done.push('install'),
    },
    compare: compareVersions,
    mayLook: () => mayLook,
    setMayLook: (may) => (mayLook = may),
    skipped: () => skipped,
    skip: (version) => (skipped = version),
    load: () => world.reports,
    quit: (install, stay) => {
      done.push('quit')
      quitting = { install, stay }
    },
    tell: (state) => told.push(state),
    describe: async (error) => ({ code: (error as HostError).code, message: '' }),
    older: (version) => new HostError('update_older', { version, current: '0.1.0' }),
  })
  return { updates, world, done, told, quitting: () => quitting }
}

it('asks once whether it may look, and looks at nothing before', async () => {
  const { updates, done } = setup()
  expect(updates.state()).toEqual({ step: 'ask' })
  await updates.lookUnasked()
  await updates.answer('decline')
  await updates.lookUnasked()
  expect(done).toEqual([])
  expect(updates.state()).toEqual({ step: 'none' })
})

it('looks as soon as the person agrees, and fetches nothing of what it finds', async () => {
  const { updates, done } = setup()
  await updates.answer('agree')
  expect(updates.state()).toEqual({ step: 'offered', version: '0.2.0', by: 'app' })
  expect(done).toEqual(['look'])
})

it('waits for the reports, counts them down, and only then quits and installs', async () => {
  const { updates, world, done, told, quitting } = setup({ mayLook: true })
  await updates.lookUnasked()
  world.reports = 8
  await updates.answer('install')
  expect(told.filter(({ step }) => step === 'loading')).toEqual([
    { step: 'loading', version: '0.2.0', percent: 0 },
    { step: 'loading', version: '0.2.0', percent: 50 },
  ])
  expect(updates.state()).toEqual({ step: 'waiting', version: '0.2.0', reports: 8 })
  world.reports = 3
  updates.loadChanged()
  expect(updates.state()).toEqual({ step: 'waiting', version: '0.2.0', reports: 3 })
  expect(done).toEqual(['look', 'download'])
  world.reports = 0
  updates.loadChanged()
  expect(done).toEqual(['look', 'download', 'quit'])
  quitting()?.install()
  expect(done.at(-1)).toBe('install')
})

it('does not wait if the person says so, and goes back to waiting if the quit is called off', async () => {
  const { updates, world, done, quitting } = setup({ mayLook: true })
  await updates.lookUnasked()
  world.reports = 2
  await updates.answer('install')
  await updates.answer('now')
  expect(done).toEqual(['look', 'download', 'quit'])
  quitting()?.stay()
  expect(updates.state()).toEqual({ step: 'waiting', version: '0.2.0', reports: 2 })
  await updates.answer('later')
  world.reports = 0
  updates.loadChanged()
  expect(done).toEqual(['look', 'download', 'quit'])
})

it('says nothing more of a version that was skipped, until it is asked by hand', async () => {
  const { updates, world } = setup({ mayLook: true })
  await updates.lookUnasked()
  await updates.answer('skip')
  await updates.lookUnasked()
  expect(updates.state()).toEqual({ step: 'none' })
  await updates.answer('look')
  expect(updates.state()).toMatchObject({ step: 'offered', version: '0.2.0' })
  await updates.answer('later')
  world.newest = '0.3.0'
  await updates.lookUnasked()
  expect(updates.state()).toMatchObject({ step: 'offered', version: '0.3.0' })
})

it('installs nothing where a package manager does, and tells of it', async () => {
  const { updates, done } = setup({ mayLook: true, by: 'packages' })
  await updates.lookUnasked()
  expect(updates.state()).toEqual({ step: 'offered', version: '0.2.0', by: 'packages' })
  await updates.answer('install')
  expect(done).toEqual(['look'])
})

it('answers a look by hand in every case, and stays silent about a network that is not there', async () => {
  const { updates, world } = setup({ mayLook: true })
  world.newest = new HostError('update_unreachable', { text: 'x' })
  await updates.lookUnasked()
  expect(updates.state()).toEqual({ step: 'none' })
  await updates.answer('look')
  expect(updates.state()).toMatchObject({ step: 'refused', error: { code: 'update_unreachable' } })
  world.newest = '0.1.0'
  await updates.answer('look')
  expect(updates.state()).toEqual({ step: 'newest' })
})

it('refuses an older version and a list that nobody vouches for, also unasked', async () => {
  for (const [newest, code] of [
    ['0.0.9', 'update_older'],
    [new HostError('update_untrusted', {}), 'update_untrusted'],
  ] as const) {
    const { updates, done } = setup({ mayLook: true, newest })
    await updates.lookUnasked()
    expect(updates.state()).toMatchObject({ step: 'refused', error: { code } })
    await updates.answer('install')
    expect(done).toEqual(['look'])
  }
})

it('stays what it is when the download fails, and can be asked again', async () => {
  const { updates, world, done } = setup({ mayLook: true })
  await updates.lookUnasked()
  world.download = new HostError('update_no_space', {})
  await updates.answer('install')
  expect(updates.state()).toMatchObject({ step: 'refused', error: { code: 'update_no_space' } })
  expect(done).not.toContain('quit')
  world.download = null
  await updates.answer('look')
  await updates.answer('install')
  expect(done.at(-1)).toBe('quit')
})
