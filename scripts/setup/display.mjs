import { spawn } from 'node:child_process'
import { SetupError, say } from './say.mjs'
import { needsVirtualDisplay } from './system-packages.mjs'

/**
 * Gives windows a place to appear: the display that is there, else an Xvfb of our own, which
 * picks a free number by itself.
 *
 * @returns {Promise<{ env: Record<string, string>, close: () => void }>}
 */
export async function openDisplay() {
  if (!needsVirtualDisplay()) return { env: {}, close: () => {} }
  say('no display here, windows open on a virtual one (Xvfb)')
  const args = ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp', '-noreset']
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const number = await new Promise((resolve, reject) => {
    let seen = ''
    server.stdio[3].on('data', (chunk) => {
      seen += chunk
      if (seen.includes('\n')) resolve(seen.trim())
    })
    server.once('error', (error) => reject(new SetupError(`Xvfb did not start: ${error.message}`)))
    server.once('exit', (code) => reject(new SetupError(`Xvfb ended with code ${code}`)))
  })
  server.unref()
  server.stdio[3].destroy()
  const close = () => server.kill('SIGTERM')
  process.once('exit', close)
  return { env: { DISPLAY: `:${number}` }, close }
}
