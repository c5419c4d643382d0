import type { ChatRequest } from './transport.ts'

/** What a server takes of what we would like to send. It differs, and no server says it beforehand. */
export type Features = Pick<ChatRequest, 'format' | 'countsTokens' | 'lengthName' | 'thinks'>

export const allFeatures: Readonly<Features> = {
  format: 'schema',
  countsTokens: true,
  lengthName: 'max_tokens',
  thinks: true,
}

/**
 * What to send after a refusal: without the parameter that the server names, else with less of the
 * schema. Null if there is nothing left to leave out.
 *
 * @param words of the refusal
 */
export function steppedDown(features: Features, words: string): Features | null {
  const { format, countsTokens, lengthName } = features
  // OpenAI's reasoning models refuse the name that everybody else has.
  if (lengthName === 'max_tokens' && /max_completion_tokens/i.test(words)) {
    return { ...features, lengthName: 'max_completion_tokens' }
  }
  if (countsTokens && /stream_options|include_usage/i.test(words)) {
    return { ...features, countsTokens: false }
  }
  switch (format) {
    case 'schema':
      return { ...features, format: 'json' }
    case 'json':
      // A server that knows neither refuses both at once.
      return { ...features, format: 'text', countsTokens: false }
    case 'text':
      return null
  }
}
