import { createEntityAdapter, createSlice, type PayloadAction } from '@reduxjs/toolkit'
import {
  emptyImportCounts,
  type Import,
  type ImportReading,
} from '../../../server/contract/imports.ts'
import { RestError } from '../../api/rest-error.ts'
import { createCommand, createHostCall, createRequest } from '../../api/services.ts'

const adapter = createEntityAdapter<Import, string>({ selectId: ({ importOid }) => importOid })

/** Whether nothing more will be read, for whatever reason. */
export const hasImportEnded = ({ state }: Pick<Import, 'state'>): boolean =>
  state !== 'queued' && state !== 'reading'

/** Opens the system's file dialog; imports nothing if the person closes it. */
export const pickImports = createHostCall('imports/pick', (desktop) => desktop.pickImports)

/** Only the host can turn dropped files into paths, so the files themselves go over the bridge. */
export const importFiles = createHostCall('imports/drop', (desktop) => desktop.importFiles)

export const importSamples = createHostCall('imports/samples', (desktop) => desktop.importSamples)

/** Reads imports by id; ids that the server no longer knows are left out. */
export const loadImports = createCommand(
  'imports/load',
  async (importOids: string[], { extra: { rest } }) => {
    const imports: Import[] = []
    for (const oid of importOids) {
      try {
        imports.push(await rest.import(oid))
      } catch (error) {
        if (!(error instanceof RestError && error.status === 404)) throw error
      }
    }
    return imports
  },
)

/** Reads an ended import again; what it had brought is taken back, so it is shown as waiting at once. */
export const readAgain = createCommand(
  'imports/readAgain',
  async (
    { importOid, reading }: { importOid: string; reading: ImportReading },
    { dispatch, extra: { rest } },
  ) => {
    try {
      return await rest.readAgain(importOid, reading)
    } catch (error) {
      await dispatch(loadImports([importOid]))
      throw error
    }
  },
)

/** Stops an import, whether it waits, opens an archive or reads. */
export const cancelImport = createRequest('imports/cancel', (rest) => rest.cancelImport)

/** Takes a failed import off the list; one that the server has forgotten already is gone as well. */
export const removeImport = createCommand(
  'imports/remove',
  async (importOid: string, { extra: { rest } }) => {
    try {
      await rest.removeImport(importOid)
    } catch (error) {
      if (!(error instanceof RestError && error.status === 404)) throw error
    }
  },
)

const initialState = adapter.getInitialState({
  /** Imports of this installation, newest first; more than these are not remembered. */
  order: [] as string[],
  /** Asked to stop, and still at work. */
  cancelling: {} as Record<string, true>,
})

export type ImportsState = typeof initialState
export interface ImportsRoot {
  imports: ImportsState
}

/** How many imports the window remembers. */
export const rememberedImports = 30

const put = (state: ImportsState, items: readonly Import[]): void => {
  for (const item of items) {
    const known = state.entities[item.importOid]
    if (known && hasImportEnded(known) && !hasImportEnded(item)) continue
    if (!state.order.includes(item.importOid)) state.order.unshift(item.importOid)
    adapter.setOne(state, item)
    if (hasImportEnded(item)) delete state.cancelling[item.importOid]
  }
  for (const oid of state.order.splice(rememberedImports)) adapter.removeOne(state, oid)
}

export const importsSlice = createSlice({
  name: 'imports',
  initialState,
  reducers: {
    /** One frame's worth of `IMPORT_STATUS` and `IMPORT_STATUS_END`. */
    importsChanged: (state, { payload }: PayloadAction<Import[]>) => put(state, payload),
    /** Somebody has deleted them. */
    importsRemoved: (state, { payload }: PayloadAction<string[]>) => {
      state.order = state.order.filter((oid) => !payload.includes(oid))
      adapter.removeMany(state, payload)
    },
  },
  extraReducers: (builder) => {
    builder.addCase(readAgain.pending, (state, { meta }) => {
      const known = state.entities[meta.arg.importOid]
      if (!known) return
      const { error: _error, choices: _choices, ...rest } = known
      const counts = emptyImportCounts()
      adapter.setOne(state, { ...rest, state: 'queued', counts, warnings: [], bytesRead: 0 })
    })
    builder.addCase(cancelImport.pending, (state, { meta }) => {
      state.cancelling[meta.arg] = true
    })
    builder.addCase(cancelImport.fulfilled, (state, { payload }) => put(state, [payload]))
    builder.addCase(cancelImport.rejected, (state, { meta }) => {
      delete state.cancelling[meta.arg]
    })
    builder.addCase(removeImport.fulfilled, (state, { meta }) => {
      state.order = state.order.filter((oid) => oid !== meta.arg)
      adapter.removeOne(state, meta.arg)
    })
    builder.addCase(loadImports.fulfilled, (state, { payload }) => {
      // Oldest first, because each goes on top.
      put(state, payload.toReversed())
    })
  },
})

export const selectImport = ({ imports }: ImportsRoot, importOid: string) =>
  imports.entities[importOid]
export const selectIsCancelling = ({ imports }: ImportsRoot, importOid: string) =>
  imports.cancelling[importOid] === true
export const selectImportOids = ({ imports }: ImportsRoot) => imports.order
export const selectReadingCount = ({ imports }: ImportsRoot) =>
  imports.order.filter((oid) => {
    const item = imports.entities[oid]
    return item !== undefined && !hasImportEnded(item)
  }).length
