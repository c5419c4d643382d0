import {
  Account,
  ApiToken,
  Me,
  RoomLimit,
  RoomLimits,
  SignInOffer,
  type RoomLimitChange,
} from '../../server/contract/access.ts'
import { accessLimits } from '../../server/contract/limits.ts'
import type { Asking } from './asking.ts'

/** Who may come in, and who sees which rooms. All but the first two take an admin. */
export const createAccessRequests = ({ ask, askList }: Asking) => ({
  me: () => ask(Me, '/api/access/me'),
  signInOffer: () => ask(SignInOffer, '/api/sign-in'),
  accounts: () => askList(Account, '/api/access/accounts'),
  tokens: () => askList(ApiToken, '/api/access/tokens'),
  limits: () => askList(RoomLimit, '/api/access/limits'),
  /** All or, of more than `accessLimits.maxLimitsAtOnce`, so many at a time. Answers with all limits as they are then. */
  async changeLimits(all: readonly RoomLimitChange[]): Promise<RoomLimit[]> {
    let limits: RoomLimit[] = []
    for (let at = 0; at < all.length; at += accessLimits.maxLimitsAtOnce) {
      const changes = all.slice(at, at + accessLimits.maxLimitsAtOnce)
      const body = { changes }
      limits = (await ask(RoomLimits, '/api/access/limits', { method: 'PATCH', body })).items
    }
    return limits
  },
})
