import { describe, expect, it } from 'vitest'
import { errorOfResponse, waitToldIn } from './errors.ts'

const failed = (status: number, body: unknown) =>
  errorOfResponse(status, new Headers(), typeof body === 'string' ? body : JSON.stringify(body), 0)
const said = (message: string) => ({ error: { message } })

describe('a prompt that is too large', () => {
  it.each([
    [
      'OpenAI',
      400,
      said(
        "This model's maximum context length is 4096 tokens. However, you requested 9000 tokens.",
      ),
    ],
    [
      'OpenAI, by the minute',
      429,
      said(
        'Request too large for gpt-4o in organization x on tokens per min (TPM): Limit 30000, Requested 45000. The input or output tokens must be reduced in order to run successfully.',
      ),
    ],
    [
      'Groq',
      413,
      said(
        'Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 12328, please reduce your message size and try again.',
      ),
    ],
    ['a proxy', 413, '<html><title>413 Request Entity Too Large</title></html>'],
    [
      'Google',
      400,
      [said('The input token count (218152) exceeds the maximum number of tokens allowed (4096).')],
    ],
    [
      'xAI',
      400,
      {
        code: 'invalid',
        error: "This model's maximum prompt length is 4096 but the request contains 9000 tokens.",
      },
    ],
    ['Anthropic', 400, said('prompt is too long: 208310 tokens > 200000 maximum')],
    [
      'Anthropic, with its answer',
      400,
      said('input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000'),
    ],
    [
      'Mistral',
      400,
      {
        message:
          'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
      },
    ],
    [
      'Cohere',
      400,
      {
        message:
          'too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 5000',
      },
    ],
    ['Bedrock', 400, { message: 'Input is too long for requested model.' }],
    [
      'TGI',
      422,
      {
        error:
          'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4097. Given: 9000 `inputs` tokens',
        error_type: 'validation',
      },
    ],
    [
      'vLLM',
      400,
      {
        message:
          'The decoder prompt (length 9000) is longer than the maximum model length of 4096.',
      },
    ],
    [
      'SGLang',
      400,
      said("The input (9000 tokens) is longer than the model's context length (4096 tokens)."),
    ],
    [
      'LM Studio',
      400,
      {
        error:
          'The number of tokens to keep from the initial prompt is greater than the context length.',
      },
    ],
    [
      'llama.cpp',
      400,
      {
        error: {
          code: 400,
          message: 'the request exceeds the available context size',
          type: 'exceed_context_size_error',
          n_prompt_tokens: 9000,
          n_ctx: 4096,
        },
      },
    ],
    [
      'Cerebras',
      400,
      {
        message:
          'Please reduce the length of the messages or completion. Current length is 9000 while limit is 8192',
      },
    ],
    ['DashScope', 400, said('Range of input length should be [1, 30720]')],
    ['Zhipu', 400, said('Prompt exceeds max length')],
    [
      'Moonshot',
      400,
      said('Invalid request: Your request exceeded model token limit: 8192 (requested: 9000)'),
    ],
  ])('is known in the words of %s', (_who, status, body) => {
    expect(failed(status, body).kind).toBe('context')
  })

  it.each([
    ['bad-request', 400, said("Unsupported parameter: 'response_format'")],
    ['bad-request', 400, said("Unknown name 'max_tokens'; use 'max_completion_tokens' instead")],
    [
      'rate',
      429,
      said('Rate limit reached on tokens per minute (TPM): Limit 6000, Used 5034, Requested 1443.'),
    ],
    [
      'quota',
      429,
      { error: { code: 'insufficient_quota', message: 'You exceeded your current quota' } },
    ],
    ['auth', 401, said('Invalid key')],
    ['server', 503, '<html>The context of this window is under maintenance</html>'],
  ])('is not seen where %s is meant', (kind, status, body) => {
    expect(failed(status, body).kind).toBe(kind)
  })
})

describe('a wait that stands in the body', () => {
  it.each([
    ['Please try again in 6.5s.', 6_500],
    ['Rate limit reached. Please try again in 1m2.5s. Visit us', 62_500],
    ['Please retry after 20 seconds.', 20_000],
    ['Please retry your request after 250 milliseconds', 250],
    ['try again in 250ms', 250],
    ['Please retry in 34.07s.', 34_070],
    ['{"@type":"RetryInfo","retryDelay":"34s"}', 34_000],
    ['{"retry_after": 2}', 2_000],
    ['Too many requests, please wait 2 minutes', 120_000],
    ['Try again in 1 hour and 3 minutes', 3_780_000],
  ])('is read from %j', (body, milliseconds) => {
    expect(waitToldIn(body)).toBe(milliseconds + 100)
  })

  it.each(['Please try again later', 'Requested 1443. Limit 6000', '', 'in 5 seconds'])(
    'is not made up from %j',
    (body) => {
      expect(waitToldIn(body)).toBeUndefined()
    },
  )

  it('gives way to one in the head of the answer', () => {
    const headers = new Headers({ 'retry-after': '3' })
    const error = errorOfResponse(429, headers, 'try again in 9s', 0)
    expect(error.details.retryAfterMs).toBe(3_000)
  })
})
