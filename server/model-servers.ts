import { summaryChoiceOf } from './adapters.ts'
import type { SettingsPorts } from './http/settings-routes.ts'
import {
  createLocalModels,
  type LocalModelService,
  type LocalModelsOptions,
} from './local-models.ts'
import type { ModelMemory } from './ports/model-memory.ts'
import type { EffectiveSettings } from './settings/settings.ts'
import type { SummaryChoice } from './summary/choose.ts'
import { throughSystemProxy } from './system-proxy.ts'

export interface ModelServersOptions extends LocalModelsOptions {
  effective: () => EffectiveSettings
  memory: ModelMemory
}

/** Who writes the summaries, how that is reached, and how a person tries it before choosing it. */
export interface ModelServers
  extends
    Pick<LocalModelService, 'library' | 'close'>,
    Pick<SettingsPorts, 'probeSummary' | 'listModels' | 'findModelServers'> {
  /** The engine of the settings as they are now. */
  choice(): SummaryChoice
  /** The same engine, with the way that leads to its server now. */
  reach(choice: SummaryChoice): Promise<SummaryChoice>
}

export function createModelServers(options: ModelServersOptions): ModelServers {
  const { effective, memory, systemProxy } = options
  const local = createLocalModels(options)
  const choiceOf = (settings: EffectiveSettings): SummaryChoice =>
    summaryChoiceOf(settings, local.folder)
  const reach = (choice: SummaryChoice): Promise<SummaryChoice> =>
    choice.engine === 'local' ? local.reach(choice) : throughSystemProxy(choice, systemProxy)
  // Read when it is asked for: the start needs nothing of the summary engines.
  const engines = () => import('./summary/index.ts')

  return {
    choice: () => choiceOf(effective()),
    reach,
    probeSummary: async (changed, signal) =>
      (await engines()).probeModelServer(await reach(choiceOf(changed)), signal, memory),
    async listModels(changed, signal) {
      const saved = effective()
      // Asked while it is typed: what was saved for one server is told to no other.
      const isElsewhere =
        originOf(changed.values.summaryBaseUrl) !== originOf(saved.values.summaryBaseUrl)
      const { summaryApiKey } = changed.secrets
      const isSaved = summaryApiKey === saved.secrets.summaryApiKey
      const secrets =
        isElsewhere && isSaved ? { ...changed.secrets, summaryApiKey: null } : changed.secrets
      const choice = await reach(choiceOf({ ...changed, secrets }))
      return (await engines()).listModels(choice, signal)
    },
    findModelServers: async (signal) => (await engines()).findModelServers(signal),
    library: local.library,
    close: local.close,
  }
}

const originOf = (address: string | null): string | null =>
  address !== null && URL.canParse(address) ? new URL(address).origin : null
