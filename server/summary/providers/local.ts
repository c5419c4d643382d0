import { modelLimits } from '../../contract/limits.ts'
import { localModelLimits } from '../local/limits.ts'
import { parseEvent, readCompletion, type Dialect, type Step } from '../model/decoding.ts'
import { ModelError } from '../model/errors.ts'
import { askJson } from '../model/http.ts'
import { identityOf, type ModelServer, type ModelTransport } from '../model/transport.ts'
import { ChatLine, Measured, ProcessFacts } from '../local/protocol.ts'
import { speedOf } from '../local/speed.ts'
import { bearer, factsOf, type ServerFacts } from './facts.ts'
import type { ModelProvider } from './provider.ts'

/** One JSON object a line, as the process of a model writes them. */
const dialect: Dialect = { framing: 'lines', step: stepOf, whole: stepOf }

function stepOf(data: string): Step {
  const line = ChatLine.safeParse(JSON.parse(data) as unknown).data
  if (line?.error !== undefined && line.contextTokens !== undefined) {
    const { promptTokens, contextTokens } = line
    throw new ModelError('context', line.error, { promptTokens, contextTokens })
  }
  parseEvent(data)
  if (line === undefined) throw new ModelError('protocol', 'The model sent an unknown line')
  const { text, finish, promptTokens, completionTokens } = line
  const tokens = { promptTokens, completionTokens }
  return { text, finish, tokens, last: finish !== undefined }
}

/** A model that could not be started cannot be asked, however often one tries. */
function requireRunning({ failure, model }: ModelServer): void {
  if (failure === undefined) return
  throw new ModelError('not-loaded', `${model}: ${failure.words}`, { local: failure })
}

/** A file on this computer, run by a process of this program. Chats wait there for each other. */
function transport(server: ModelServer): ModelTransport {
  const { callMs } = localModelLimits
  const patient = { ...server, clocks: { callMs, ...server.clocks } }
  return {
    ...identityOf('local', server),
    // Where it listens is another place at each start; what it has answered stays good.
    host: 'localhost',
    address: 'local',
    async chat(request, onText, signal) {
      requireRunning(server)
      const { system, user, maxTokens, schema, format } = request
      const body = { system, user, maxTokens, schema: format === 'schema' ? schema : null }
      const call = { server: patient, path: '/chat', headers: bearer(server), body }
      return readCompletion(call, dialect, onText, signal)
    },
  }
}

/** Measures the speed, too: that is what people have to know of a model on their own computer. */
async function facts(server: ModelServer, signal: AbortSignal): Promise<ServerFacts> {
  requireRunning(server)
  const headers = bearer(server)
  const { model, contextTokens } = ProcessFacts.parse(
    await askJson({ server, path: '/facts', headers }, signal),
  )
  const measured = Measured.parse(
    await askJson({ server, path: '/measure', headers, body: {} }, signal),
  )
  return { ...factsOf([model], contextTokens), speed: speedOf(measured, contextTokens) }
}

export const local: ModelProvider = {
  name: 'local',
  transport,
  facts,
  knownContextTokens: ({ contextTokens }) => contextTokens ?? modelLimits.localContextTokens,
}
