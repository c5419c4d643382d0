import {
  Account,
  ApiToken,
  Me,
  RoomLimit,
  RoomLimits,
  SignInOffer,
  type RoomLimitChange,
} from '../../server/contract/access.ts'
import type { Asking } from './asking.ts'

/** Who may come in, and who sees which rooms. All but the first two take an admin. */
export const createAccessRequests = ({ ask, askList }: Asking) => ({
  me: () => ask(Me, '/api/access/me'),
  signInOffer: () => ask(SignInOffer, '/api/sign-in'),
  accounts: () => askList(Account, '/api/access/accounts'),
  tokens: () => askList(ApiToken, '/api/access/tokens'),
  limits: () => askList(RoomLimit, '/api/access/limits'),
  /** All limits as they are then. */
  changeLimit: async (body: RoomLimitChange) =>
    (await ask(RoomLimits, '/api/access/limits', { method: 'PATCH', body })).items,
})
