import type { ModelEngineName } from '../../contract/model-providers.ts'
import { anthropic } from './anthropic.ts'
import { local } from './local.ts'
import { ollama } from './ollama.ts'
import { openai } from './openai.ts'
import type { ModelProvider } from './provider.ts'

/** All kinds of models, by the names that settings give them. */
export const providers: Readonly<Record<ModelEngineName, ModelProvider>> = {
  openai,
  ollama,
  anthropic,
  local,
}
