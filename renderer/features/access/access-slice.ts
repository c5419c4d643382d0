import { createSlice, type PayloadAction } from '@reduxjs/toolkit'
import type { RoomLimit } from '../../../server/contract/access.ts'
import { trashLimits } from '../../../server/contract/limits.ts'
import { createCommand, type Services } from '../../api/services.ts'
import { knownGroups, type LimitTarget, type Sight } from './limits.ts'

/**
 * The limits, and whether to offer them: to an admin, of a server that lets more people in than the owner of the app.
 */
export const loadAccess = createCommand(
  'access/load',
  async (
    _: undefined,
    { extra: { rest } },
  ): Promise<{ isOffered: boolean; limits: RoomLimit[] }> => {
    const access = await rest.access()
    if ((await access.me()).role !== 'admin') return { isOffered: false, limits: [] }
    const [{ provider }, limits, tokens] = await Promise.all([
      access.signInOffer(),
      access.limits(),
      access.tokens(),
    ])
    return { isOffered: provider || limits.length > 0 || tokens.length > 0, limits }
  },
)

/** Groups that have a room, for their limits count, too. `turn` is what they are read for; it is not sent. */
export const readGroupsOf = createCommand(
  'access/groups-of',
  async ({ roomOid }: { roomOid: string; turn: unknown }, { extra: { rest }, signal }) =>
    (await rest.roomChoices(roomOid, signal)).groups,
)

/** Groups of people that accounts and tokens belong to, with how many. */
export const readKnown = createCommand(
  'access/known',
  async (_: undefined, { extra: { rest } }) => {
    const access = await rest.access()
    const [accounts, tokens] = await Promise.all([access.accounts(), access.tokens()])
    return knownGroups(accounts, tokens)
  },
)

/** What was said of who may see something, and until when (milliseconds since 1970) it can be taken back. */
export interface LimitChange {
  target: LimitTarget
  before: Sight
  after: Sight
  until: number
  limits: RoomLimit[]
}

const send = async (
  rest: Services['rest'],
  { kind, oid }: LimitTarget,
  sight: Sight,
): Promise<RoomLimit[]> => (await rest.access()).changeLimit({ kind, oid, people: sight })

export const changeLimit = createCommand(
  'access/change',
  async (
    { target, before, after }: Pick<LimitChange, 'target' | 'before' | 'after'>,
    { extra: { rest } },
  ): Promise<LimitChange> => {
    const limits = await send(rest, target, after)
    return { target, before, after, until: Date.now() + trashLimits.undoMs, limits }
  },
)

/** Says again what was said before. */
export const takeBackLimit = createCommand(
  'access/take-back',
  ({ target, before }: LimitChange, { extra: { rest } }) => send(rest, target, before),
)

const initialState = {
  isOffered: false,
  limits: [] as RoomLimit[],
  /** Of what it is asked who may see it. */
  asked: null as LimitTarget | null,
  /** What was changed last and not taken back; it may be too late for that. */
  last: null as LimitChange | null,
}

export interface AccessRoot {
  access: typeof initialState
}

export const accessSlice = createSlice({
  name: 'access',
  initialState,
  reducers: {
    limitAsked: (state, { payload }: PayloadAction<LimitTarget>) => {
      state.asked = payload
    },
    limitAnswered: (state) => {
      state.asked = null
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(loadAccess.fulfilled, (state, { payload }) => {
        state.isOffered = payload.isOffered
        state.limits = payload.limits
      })
      .addCase(changeLimit.fulfilled, (state, { payload }) => {
        state.limits = payload.limits
        state.last = payload
      })
      .addCase(takeBackLimit.pending, (state, { meta }) => {
        if (state.last?.until === meta.arg.until) state.last = null
      })
      .addCase(takeBackLimit.fulfilled, (state, { payload }) => {
        state.limits = payload
      })
  },
})

export const selectLimitsOffered = ({ access }: AccessRoot): boolean => access.isOffered
export const selectLimits = ({ access }: AccessRoot): readonly RoomLimit[] => access.limits
export const selectLimitAsked = ({ access }: AccessRoot): LimitTarget | null => access.asked

/** What Ctrl+Z takes back; null where there is nothing, or it is too late. */
export const selectLimitUndo = ({ access }: AccessRoot, now = Date.now()): LimitChange | null =>
  access.last !== null && access.last.until > now ? access.last : null
