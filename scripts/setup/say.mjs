import { spawn } from 'node:child_process'

/** Set-up speaks on stderr only: stdout belongs to the command that the person asked for. */
export const say = (line) => process.stderr.write(`rapporteur: ${line}\n`)

/** An error that already says what to do next; printed without a stack. */
export class SetupError extends Error {}

/**
 * Runs a program to its end and gives back what it printed.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, show?: boolean, shell?: boolean }} [options]
 *   `show` (default false) passes the output on to stderr; `timeoutMs` (default none) kills the program
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function run(command, args, options = {}) {
  const { cwd, env = process.env, timeoutMs, show = false, shell = false } = options
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks = []
    const keep = (chunk) => {
      chunks.push(chunk)
      if (show) process.stderr.write(chunk)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const timer = timeoutMs && setTimeout(() => child.kill('SIGKILL'), timeoutMs)
    const end = (ok) => {
      clearTimeout(timer)
      resolve({ ok, output: Buffer.concat(chunks).toString('utf8') })
    }
    child.on('error', (error) => {
      chunks.push(Buffer.from(error.message))
      end(false)
    })
    child.on('close', (code) => end(code === 0))
  })
}

/** The npm that started us, or the one on the path. */
export function npm(args, options = {}) {
  const cli = process.env['npm_execpath']
  if (cli?.endsWith('npm-cli.js')) return run(process.execPath, [cli, ...args], options)
  return run('npm', args, { ...options, shell: process.platform === 'win32' })
}

export const lastLines = (text, count = 12) => text.trimEnd().split('\n').slice(-count).join('\n')
export const firstLines = (text, count = 30) =>
  text.trimStart().split('\n').slice(0, count).join('\n')
