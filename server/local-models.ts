import type { LocalModels } from './contract/local-models.ts'
import type { SummaryChoice } from './summary/choose.ts'
import type { ModelHost, StartModelProcess } from './summary/local/model-host.ts'
import type { ModelLibrary } from './summary/local/model-library.ts'
import { proxyOf, type AskSystemProxy } from './system-proxy.ts'

export interface LocalModelsOptions {
  /** Where files of models lie. */
  folder: string
  startProcess: StartModelProcess | undefined
  systemProxy: AskSystemProxy | undefined
  /** Hears how all models are, whenever one has changed. */
  onChange(models: LocalModels): void
}

/**
 * Models on this computer, as the server holds them. Everything is read only when it is asked for: the
 * start, and whoever uses another engine, need nothing of it.
 */
export interface LocalModelService {
  folder: string
  library(): Promise<ModelLibrary>
  /** Starts the model of a choice. Why it does not run stands in what comes back. */
  reach(choice: SummaryChoice): Promise<SummaryChoice>
  /** Ends its process, and downloads that are under way. */
  close(): Promise<void>
}

export function createLocalModels(options: LocalModelsOptions): LocalModelService {
  const { folder, startProcess, systemProxy, onChange } = options
  let library: Promise<ModelLibrary> | null = null
  let host: Promise<ModelHost> | null = null

  async function openLibrary(): Promise<ModelLibrary> {
    const { createModelLibrary } = await import('./summary/local/model-library.ts')
    const opened = createModelLibrary({
      folder,
      ...(systemProxy === undefined
        ? {}
        : { proxyFor: async (address) => proxyOf(await systemProxy(address)) }),
      onChange: () => void opened.list().then(onChange),
    })
    return opened
  }

  async function openHost(): Promise<ModelHost> {
    const { createModelHost } = await import('./summary/local/model-host.ts')
    const { forkModelProcess, modelProcessEntry } = await import('./summary/local/start-process.ts')
    const start = startProcess ?? forkModelProcess
    return createModelHost(() => start(modelProcessEntry()))
  }

  return {
    folder,
    library: () => (library ??= openLibrary()),
    async reach(choice) {
      const { reachLocal } = await import('./summary/local/reach.ts')
      return reachLocal(choice, await (host ??= openHost()))
    },
    async close() {
      ;(await host)?.stop()
      await (await library)?.close()
    },
  }
}
