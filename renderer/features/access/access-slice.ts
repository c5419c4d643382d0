import { createSelector, createSlice, type PayloadAction } from '@reduxjs/toolkit'
import type { RoomLimit } from '../../../server/contract/access.ts'
import { trashLimits } from '../../../server/contract/limits.ts'
import { createCommand, type Services } from '../../api/services.ts'
import { knownGroups, limitsByRoom, type LimitTarget, type Sight } from './limits.ts'

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

/** What is limited, and what was said of it before. */
export interface LimitFrom {
  target: LimitTarget
  before: Sight
}

/** What was said of who may see something, and until when (milliseconds since 1970) it can be taken back. */
export interface LimitChange {
  /** At least one. */
  from: LimitFrom[]
  after: Sight
  until: number
  limits: RoomLimit[]
}

const send = async (
  rest: Services['rest'],
  changes: readonly (readonly [LimitTarget, Sight])[],
): Promise<RoomLimit[]> =>
  (await rest.access()).changeLimits(
    changes.map(([{ kind, oid }, people]) => ({ kind, oid, people })),
  )

export const changeLimits = createCommand(
  'access/change',
  async (
    { from, after }: Pick<LimitChange, 'from' | 'after'>,
    { extra: { rest } },
  ): Promise<LimitChange> => {
    const limits = await send(
      rest,
      from.map(({ target }) => [target, after]),
    )
    return { from, after, until: Date.now() + trashLimits.undoMs, limits }
  },
)

/** Says again what was said before. */
export const takeBackLimits = createCommand(
  'access/take-back',
  ({ from }: LimitChange, { extra: { rest } }) =>
    send(
      rest,
      from.map(({ target, before }) => [target, before]),
    ),
)

const initialState = {
  isOffered: false,
  limits: [] as RoomLimit[],
  /** Of what it is asked who may see it; nothing: it is not asked. */
  asked: [] as readonly LimitTarget[],
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
    limitAsked: (state, { payload }: PayloadAction<readonly LimitTarget[]>) => {
      state.asked = [...payload]
    },
    limitAnswered: (state) => {
      state.asked = []
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(loadAccess.fulfilled, (state, { payload }) => {
        state.isOffered = payload.isOffered
        state.limits = payload.limits
      })
      .addCase(changeLimits.fulfilled, (state, { payload }) => {
        state.limits = payload.limits
        state.last = payload
      })
      .addCase(takeBackLimits.pending, (state, { meta }) => {
        if (state.last?.until === meta.arg.until) state.last = null
      })
      .addCase(takeBackLimits.fulfilled, (state, { payload }) => {
        state.limits = payload
      })
  },
})

export const selectLimitsOffered = ({ access }: AccessRoot): boolean => access.isOffered
export const selectLimits = ({ access }: AccessRoot): readonly RoomLimit[] => access.limits

/** Limits that count for each room that has one: its own, of its groups, of rooms that were merged into it. */
const selectLimitsByRoom = createSelector([selectLimits], limitsByRoom)
/** Undefined: everybody sees it. */
export const selectLimitsOfRoom = (
  root: AccessRoot,
  roomOid: string,
): readonly RoomLimit[] | undefined => selectLimitsByRoom(root).get(roomOid)
export const selectLimitAsked = ({ access }: AccessRoot): readonly LimitTarget[] => access.asked

/** What Ctrl+Z takes back; null where there is nothing, or it is too late. */
export const selectLimitUndo = ({ access }: AccessRoot, now = Date.now()): LimitChange | null =>
  access.last !== null && access.last.until > now ? access.last : null
