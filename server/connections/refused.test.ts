import { describe, expect, it } from 'vitest'
import { ServiceError } from './connector.ts'
import { withoutSecrets } from './refused.ts'
import { reasonOf } from './shown.ts'

const token = 'xoxb-1234567890-abcdefghijkl'

describe('what a server says', () => {
  it('is cut after its secrets are out of it, so that no part of one is left', () => {
    for (let place = 290 - token.length; place <= 300; place++) {
      const error = new ServiceError('refused', `${'a'.repeat(place)}${token} is not known`)
      const reason = withoutSecrets(reasonOf(error), { token })
      expect(JSON.stringify(reason)).not.toContain('xox')
      expect(reason.params).toEqual({ text: expect.stringMatching(/^.{1,300}$/) })
    }
  })
})
