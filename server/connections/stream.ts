import type { Socket } from 'node:net'
import { ServiceError, type ServiceStream, type StreamTarget } from './connector.ts'
import { connectionLimits } from './limits.ts'

/** A plain connection to a server; its certificate is checked where it is encrypted. */
export async function openStream(
  { host, port, isEncrypted }: StreamTarget,
  signal: AbortSignal,
): Promise<ServiceStream> {
  const [{ connect, isIP }, tls] = await Promise.all([import('node:net'), import('node:tls')])
  signal.throwIfAborted()
  // Names of hosts are checked against certificates; there is no such name for a bare address.
  const servername = isIP(host) === 0 ? host : ''
  const socket: Socket = isEncrypted
    ? tls.connect({ host, port, ...(servername === '' ? {} : { servername }) })
    : connect({ host, port })
  // Lines that are sent one after the other do not wait for each other.
  socket.setNoDelay(true)
  const chunks: Buffer[] = []
  let isClosed = false
  let why = 'the connection was closed'
  let tell: () => void = () => undefined
  let fail: () => void = () => undefined
  const close = (): void => {
    isClosed = true
    signal.removeEventListener('abort', close)
    socket.destroy()
    fail()
    tell()
  }
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    // Who reads slower than the server sends has the server wait.
    socket.pause()
    tell()
  })
  socket.on('error', (error) => (why = error.message))
  socket.on('close', close)
  socket.on('end', close)
  signal.addEventListener('abort', close, { once: true })
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      why = 'no answer in time'
      close()
    }, connectionLimits.answerMs)
    fail = () => {
      clearTimeout(timer)
      reject(new ServiceError('unavailable', why))
    }
    socket.once(isEncrypted ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer)
      resolve()
    })
  })
  return {
    write: (text) => void (isClosed || socket.write(text)),
    close,
    async next() {
      while (chunks.length === 0 && !isClosed) {
        socket.resume()
        await new Promise<void>((resolve) => (tell = resolve))
      }
      return chunks.shift() ?? null
    },
  }
}
