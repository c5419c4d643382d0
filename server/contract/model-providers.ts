/** Kinds of models that can write a summary, each with the address at which its server is usually found. */
export const usualAddresses = {
  openai: 'http://127.0.0.1:8080/v1',
  ollama: 'http://127.0.0.1:11434',
  anthropic: 'https://api.anthropic.com',
  /** A file on this computer: no server is looked for. */
  local: null,
} as const

export type ModelEngineName = keyof typeof usualAddresses

/** Who may write a summary; `extractive` asks no server. */
export const summaryEngineNames = [
  'extractive',
  ...(Object.keys(usualAddresses) as ModelEngineName[]),
] as const
