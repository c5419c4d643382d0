import { request, type ClientRequest, type IncomingMessage } from 'node:http'

/**
 * As much of React Native's XMLHttpRequest as its EventSource libraries use: text that grows while the
 * response comes in, and one header value for each name.
 */
export class ReactNativeXMLHttpRequest {
  static readonly UNSENT = 0
  static readonly OPENED = 1
  static readonly HEADERS_RECEIVED = 2
  static readonly LOADING = 3
  static readonly DONE = 4

  readyState = 0
  status = 0
  responseText = ''
  timeout = 0
  withCredentials = false
  onreadystatechange: (() => void) | null = null
  onerror: (() => void) | null = null
  #method = 'GET'
  #url = ''
  readonly #headers = new Map<string, string>()
  #request: ClientRequest | null = null

  open(method: string, url: string): void {
    this.#method = method
    this.#url = url
    this.#enter(ReactNativeXMLHttpRequest.OPENED)
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers.set(name.toLowerCase(), value)
  }

  send(): void {
    const headers = Object.fromEntries(this.#headers)
    this.#request = request(this.#url, { method: this.#method, headers })
    this.#request.on('response', (response) => this.#read(response))
    this.#request.on('error', () => this.#fail())
    this.#request.end()
  }

  abort(): void {
    const wasSent = this.#request !== null && this.readyState !== ReactNativeXMLHttpRequest.DONE
    this.#request?.destroy()
    this.#request = null
    if (wasSent) {
      this.status = 0
      this.#enter(ReactNativeXMLHttpRequest.DONE)
    }
    this.readyState = ReactNativeXMLHttpRequest.UNSENT
  }

  #read(response: IncomingMessage): void {
    const isMine = this.#request
    const mine = (work: () => void) => () => {
      if (isMine !== null && this.#request === isMine) work()
    }
    this.status = response.statusCode ?? 0
    response.setEncoding('utf8')
    this.#enter(ReactNativeXMLHttpRequest.HEADERS_RECEIVED)
    response.on('data', (text: string) =>
      mine(() => {
        this.responseText += text
        this.#enter(ReactNativeXMLHttpRequest.LOADING)
      })(),
    )
    response.on(
      'end',
      mine(() => this.#enter(ReactNativeXMLHttpRequest.DONE)),
    )
    response.on(
      'error',
      mine(() => this.#fail()),
    )
  }

  #fail(): void {
    if (this.#request === null || this.readyState === ReactNativeXMLHttpRequest.DONE) return
    this.#enter(ReactNativeXMLHttpRequest.DONE)
    this.onerror?.()
  }

  #enter(state: number): void {
    this.readyState = state
    this.onreadystatechange?.()
  }
}
