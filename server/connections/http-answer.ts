import type { IncomingMessage, RequestOptions } from 'node:http'
import { promisify } from 'node:util'
import { fetchFor, isProxied } from '../summary/model/proxy.ts'
import { ServiceError, type ServiceAnswer } from './connector.ts'
import { connectionLimits } from './limits.ts'

/** A request as it goes out. */
export interface HttpRequest {
  method: string
  url: string
  headers: Readonly<Record<string, string>>
  body: string | undefined
  signal: AbortSignal
}

/** An answer of a server with its words, unpacked. */
export interface HttpAnswer extends Pick<ServiceAnswer, 'status' | 'headers'> {
  text: string
}

/**
 * Asks a server straight, or through the proxy of the environment, and reads the whole answer. Follows no redirect: it
 * could carry the token to a stranger.
 *
 * @throws ServiceError `refused` where the answer is longer than `connectionLimits.maxAnswerBytes`, packed or not; what
 *   the network says where none comes; the reason of the signal
 */
export function answerTo(request: HttpRequest): Promise<HttpAnswer> {
  return isProxied({ baseUrl: request.url, proxy: undefined })
    ? answerByProxy(request)
    : answerStraight(request)
}

/** `fetch` would take twice as long to read a page: it hands on every piece through a stream of the web. */
async function answerStraight({ url, signal, body, ...asked }: HttpRequest): Promise<HttpAnswer> {
  const request = await requestOf(url)
  const options: RequestOptions = {
    ...asked,
    signal,
    headers: {
      accept: '*/*',
      'accept-encoding': [...unpackers.keys()].join(', '),
      'user-agent': 'Rapporteur',
      ...asked.headers,
      // Without it a body goes out in chunks, which some servers do not take.
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    },
  }
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(url, options, resolve)
    sent.on('error', reject)
    sent.on('close', () => reject(new Error('the connection was closed')))
    sent.end(body)
  })
  const { statusCode = 0, headers } = response
  const bytes = await bytesOf(response)
  const unpack = unpackers.get(headers['content-encoding']?.toLowerCase() ?? '')
  return {
    status: statusCode,
    headers: {
      get(name) {
        const own = name.toLowerCase()
        const value = Object.hasOwn(headers, own) ? headers[own] : undefined
        return Array.isArray(value) ? value.join(', ') : (value ?? null)
      },
    },
    text: decoder.decode(unpack === undefined ? bytes : await unpack(bytes)),
  }
}

async function answerByProxy({ url, body, ...asked }: HttpRequest): Promise<HttpAnswer> {
  const send = await fetchFor({ baseUrl: url, proxy: undefined })
  const response = await send(url, {
    ...asked,
    ...(body === undefined ? {} : { body }),
    redirect: 'manual',
  })
  const stream = response.body as unknown as AsyncIterable<Uint8Array> | null
  const { status, headers } = response
  return { status, headers, text: stream === null ? '' : decoder.decode(await bytesOf(stream)) }
}

const decoder = new TextDecoder()

type Send = typeof import('node:http').request
const senders = new Map<string, Send>()

/** Read with the first request: most people have no connection. */
async function requestOf(url: string): Promise<Send> {
  const name = url.startsWith('https:') ? 'node:https' : 'node:http'
  const known = senders.get(name)
  if (known !== undefined) return known
  const { request } = await (name === 'node:https' ? import('node:https') : import('node:http'))
  senders.set(name, request)
  return request
}

const tooLong = (): ServiceError => new ServiceError('refused', 'too long')

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of stream) {
    length += part.byteLength
    if (length > connectionLimits.maxAnswerBytes) throw tooLong()
    parts.push(part)
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)
}

type Unpacker = (bytes: Uint8Array) => Promise<Uint8Array>

/** A small answer may be a very long one, packed. */
const unpacker =
  (name: 'gunzip' | 'brotliDecompress'): Unpacker =>
  async (bytes) => {
    const zlib = await import('node:zlib')
    const unpack = promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(zlib[name])
    try {
      return await unpack(bytes, { maxOutputLength: connectionLimits.maxAnswerBytes })
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      throw code === 'ERR_BUFFER_TOO_LARGE' ? tooLong() : error
    }
  }

const unpackers: ReadonlyMap<string, Unpacker> = new Map([
  ['gzip', unpacker('gunzip')],
  ['br', unpacker('brotliDecompress')],
])
