import type { ModelEngineName } from '../../contract/model-providers.ts'
import type { ModelServer, ModelTransport } from '../model/transport.ts'
import type { ServerFacts } from './facts.ts'

/** One kind of model server: all that the engine and the test of the settings know of it. */
export interface ModelProvider {
  name: ModelEngineName
  /** How one chat with such a server goes. */
  transport(server: ModelServer): ModelTransport
  /**
   * Asks a server for its models and the size of its context. Each kind of server says it elsewhere, and
   * some do not say it at all; what cannot be had is left out.
   *
   * @throws ModelError if the server cannot be reached, or refuses the key
   */
  facts(server: ModelServer, signal: AbortSignal): Promise<ServerFacts>
  /** Tokens of the context of a server that is known to hold as many; null: it has to be asked. */
  knownContextTokens(server: ModelServer): number | null
  /** Whether an address lacks what those of such servers usually end in. Default: it does not. */
  isAddressOdd?(server: ModelServer): boolean
}
