import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { createInterface } from 'node:readline'

const port = '18080'

/**
 * Starts the image as a service would be, uses it, and ends it.
 *
 * @returns {Promise<Record<string, boolean>>} each thing that was looked at, and whether it is so
 */
export async function checkImage(image, { buildah, env }) {
  const { output } = await buildah('from', '--pull-never', image)
  const container = output.trim()
  const inside = (...command) => buildah('run', container, '--', ...command)
  try {
    const { output: told } = await buildah('inspect', container)
    const { config } = JSON.parse(told).Docker
    const result = {
      'runs as a numeric user': /^\d+:\d+$/.test(config.User),
      'has a volume for its data': '/data' in (config.Volumes ?? {}),
      'has a health check': (config.Healthcheck?.Test ?? []).length > 0,
      'is ended by SIGTERM': config.StopSignal === 'SIGTERM',
    }
    const [, ...health] = config.Healthcheck?.Test ?? []
    const server = spawn(
      'buildah',
      [
        'run',
        '--env',
        `RAPPORTEUR_PORT=${port}`,
        container,
        '--',
        ...config.Entrypoint,
        ...config.Cmd,
      ],
      { env, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const [line] = await Promise.race([
      once(createInterface({ input: server.stdout }), 'line'),
      once(server, 'exit').then(() => ['{}']),
    ])
    const first = JSON.parse(line)
    const token = (await inside('cat', '/data/token')).output.trim()
    const rooms = (given) =>
      fetch(`http://localhost:${port}/api/rooms`, { headers: { authorization: `Bearer ${given}` } })
    const owner = (await inside('stat', '--format', '%u %a', '/data/token')).output.trim()
    Object.assign(result, {
      'says where it listens and not its token':
        first.event === 'listening' && !('accessToken' in first),
      'keeps its token for its own user': owner === '10001 600',
      'answers its token': (await rooms(token)).status === 200,
      'refuses another': (await rooms('wrong')).status === 401,
      'is found healthy': (
        await buildah('run', '--env', `RAPPORTEUR_PORT=${port}`, container, '--', ...health)
      ).ok,
    })
    // buildah passes no signal on, so the server is told itself.
    const ended = once(server, 'exit')
    const program = [...config.Entrypoint, ...config.Cmd].slice(1).join('\0')
    for (const pid of pidsOf(program)) process.kill(pid, 'SIGTERM')
    const [code] = await ended
    return { ...result, 'ends by itself with 0': code === 0 }
  } finally {
    await buildah('rm', container)
  }
}

/** Processes, seen from outside of the container, whose command line has these words behind the program. */
function pidsOf(words) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && commandLine(name).endsWith(`\0${words}\0`))
    .filter((name) => !commandLine(name).startsWith('buildah'))
    .map(Number)
}

function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return '' // It has ended meanwhile.
  }
}
