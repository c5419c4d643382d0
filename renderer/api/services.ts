import { createAsyncThunk, miniSerializeError } from '@reduxjs/toolkit'
import type {
  AsyncThunkPayloadCreator,
  SerializedError,
  ThunkDispatch,
  UnknownAction,
} from '@reduxjs/toolkit'
import { useDispatch } from 'react-redux'
import type { DesktopApi, DesktopResult } from '../../server/contract/desktop-api.ts'
import type { Report } from '../../server/contract/reports.ts'
import { unwrap } from './desktop.ts'
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

/** What commands use besides the store. */
export interface Services {
  rest: Rest
  desktop: DesktopApi
  live: Live
}

interface Config {
  extra: Services
  serializedErrorType: CommandError
}

/** Why a command failed; `params` are for the sentence of its code. */
export interface CommandError extends SerializedError {
  params?: Readonly<Record<string, unknown>> | undefined
}

const serializeError = (error: unknown): CommandError => {
  const { params } = (error ?? {}) as { params?: CommandError['params'] }
  return { ...miniSerializeError(error), ...(params && { params }) }
}

/** A command that a person or the window gives; it fails with a {@link CommandError}. */
export const createCommand = <Returned, Argument = void>(
  type: string,
  work: AsyncThunkPayloadCreator<Returned, Argument, Config>,
) => createAsyncThunk<Returned, Argument, Config>(type, work, { serializeError })

/** A command that is one request, given its argument and the signal that ends it. */
export const createRequest = <Returned, Argument = void>(
  type: string,
  ask: (rest: Rest) => (argument: Argument, signal: AbortSignal) => Promise<Returned>,
) =>
  createCommand<Returned, Argument>(type, (argument, { extra, signal }) =>
    ask(extra.rest)(argument, signal),
  )

/** A command that is one call of the host, given its argument. */
export const createHostCall = <Returned, Argument = void>(
  type: string,
  call: (desktop: DesktopApi) => (argument: Argument) => Promise<DesktopResult<Returned>>,
) =>
  createCommand<Returned, Argument>(type, (argument, { extra }) =>
    unwrap(call(extra.desktop)(argument)),
  )

export type AppDispatch = ThunkDispatch<unknown, Services, UnknownAction>
export const useAppDispatch = useDispatch.withTypes<AppDispatch>()
