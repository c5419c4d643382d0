import { expect, it } from 'vitest'
import { compareVersions } from './versions.ts'

it('orders versions as SemVer does, tags of a version before the version itself', () => {
  const ordered = [
    'nonsense',
    '0.1.0',
    '0.2.0-alpha',
    '0.2.0-alpha.1',
    '0.2.0-alpha.beta',
    '0.2.0-beta.2',
    '0.2.0-beta.11',
    '0.2.0-rc.1',
    '0.2.0',
    '0.10.0',
    '1.0.0',
  ]
  expect(ordered.toReversed().toSorted(compareVersions)).toEqual(ordered)
})

it('takes a leading v and what stands behind a plus for nothing', () => {
  expect(compareVersions('v1.2.3', '1.2.3+build.7')).toBe(0)
})
