import { createAsyncThunk } from '@reduxjs/toolkit'
import type { ThunkDispatch, UnknownAction } from '@reduxjs/toolkit'
import { useDispatch } from 'react-redux'
import type { DesktopApi } from '../../server/contract/desktop-api.ts'
import type { Report } from '../../server/contract/reports.ts'
import type { Rest } from './rest.ts'

/** One attempt of one report, which is what a status stream follows. */
export type Followed = Pick<Report, 'reportOid' | 'roomOid' | 'attempt'>

/** The one live connection, as the features see it. */
export interface Live {
  /** Follows reports until they end, one subscription per room. */
  follow(reports: readonly Followed[]): void
  /** Connects again now instead of at the next attempt. */
  reconnect(): void
}

/** What commands need of the world outside the store. */
export interface Services {
  rest: Rest
  desktop: DesktopApi
  live: Live
}

export const createCommand = createAsyncThunk.withTypes<{ extra: Services }>()

export type AppDispatch = ThunkDispatch<unknown, Services, UnknownAction>
export const useAppDispatch = useDispatch.withTypes<AppDispatch>()
