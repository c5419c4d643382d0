import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  rmSync,
  writeFileSync,
  readFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const programs = [
  'radosgw',
  'radosgw-admin',
  'ceph-mon',
  'ceph-osd',
  'ceph',
  'ceph-authtool',
  'monmaptool',
]

/** Whether a server can be started here: Debian's radosgw, ceph-mon, ceph-osd and ceph-common. */
export const hasS3 = (): boolean =>
  programs.every((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0)

/** What the server lets in, as the AWS SDK reads it from the environment. */
export const s3Credentials = {
  AWS_ACCESS_KEY_ID: 'AKTEST',
  AWS_SECRET_ACCESS_KEY: 'SKTESTSKTEST',
} as const

/** A real S3 server of its own, whose objects lie in memory. */
export interface S3Server {
  /** Makes an empty bucket, and gives its `s3://` address. */
  createBucket(): Promise<string>
  /** Holds the gateway still, as a machine that hangs: it takes connections and never answers. */
  freeze(): void
  thaw(): void
  /** Ends the gateway; the objects stay. */
  end(): Promise<void>
  resume(): Promise<void>
  stop(): Promise<void>
}

/** A free port below those that the system gives out by itself, which would take it between our look and its use. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
    })
    if (isFree) return port
  }
}

/** A monitor, a store in memory and the gateway, all on loopback; up in some ten seconds. */
export async function startS3(): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-s3-'))
  const at = (...parts: string[]): string => join(folder, ...parts)
  for (const name of ['mon', 'osd', 'rgw', 'run', 'log']) mkdirSync(at(name))
  const [v2, v1, port] = [await freePort(), await freePort(), await freePort()]
  const fsid = randomUUID()
  const config = at('ceph.conf')
  writeFileSync(config, configOf({ folder, fsid, v1, v2, port }))
  const env = { ...process.env, CEPH_CONF: config }
  const run = (program: string, ...args: string[]): string =>
    execFileSync(program, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  const children = new Set<ChildProcess>()
  function background(program: string, ...args: string[]): ChildProcess {
    const out = openSync(at('log', `${program}.out`), 'a')
    const child = spawn(program, ['-c', config, ...args], { env, stdio: ['ignore', out, out] })
    closeSync(out)
    child.unref()
    children.add(child)
    return child
  }
  const killAll = (): void => children.forEach((child) => child.kill('SIGKILL'))
  process.once('exit', killAll)

  const endpoint = `http://127.0.0.1:${port}`
  async function startGateway(): Promise<ChildProcess> {
    const plain = ['--ms_mon_client_mode=crc', '--ms_client_mode=crc']
    const child = background(
      'radosgw',
      '-n',
      'client.admin',
      '-f',
      `--mon_host=v1:127.0.0.1:${v1}`,
      ...plain,
    )
    const isUp = (): Promise<boolean> =>
      fetch(endpoint).then(
        () => true,
        () => false,
      )
    while (!(await isUp())) {
      if (child.exitCode !== null) {
        throw new Error(`radosgw did not start:\n${readFileSync(at('log', 'radosgw.out'), 'utf8')}`)
      }
      await sleep(200)
    }
    return child
  }

  run(
    'ceph-authtool',
    '--create-keyring',
    at('keyring'),
    '--gen-key',
    '-n',
    'mon.',
    '--cap',
    'mon',
    'allow *',
  )
  const caps = ['mon', 'osd', 'mgr'].flatMap((each) => ['--cap', each, 'allow *'])
  run('ceph-authtool', at('keyring'), '--gen-key', '-n', 'client.admin', ...caps)
  const places = `[v2:127.0.0.1:${v2}/0,v1:127.0.0.1:${v1}/0]`
  run('monmaptool', '--create', '--addv', 'a', places, '--fsid', fsid, at('monmap'))
  run(
    'ceph-mon',
    '-c',
    config,
    '--mkfs',
    '-i',
    'a',
    '--monmap',
    at('monmap'),
    '--keyring',
    at('keyring'),
  )
  background('ceph-mon', '-f', '-i', 'a')
  const osd = randomUUID()
  run('ceph', '-c', config, '--connect-timeout', '60', 'osd', 'new', osd)
  run('ceph-osd', '-c', config, '-i', '0', '--mkfs', '--osd-uuid', osd)
  background('ceph-osd', '-f', '-i', '0')
  let gateway = await startGateway()
  const { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret } = s3Credentials
  const user = [
    '--uid=test',
    '--display-name=test',
    `--access-key=${key}`,
    `--secret-key=${secret}`,
  ]
  run('radosgw-admin', '-c', config, 'user', 'create', ...user)
  Object.assign(process.env, s3Credentials)

  async function endChild(child: ChildProcess): Promise<void> {
    children.delete(child)
    if (child.exitCode !== null || child.signalCode !== null) return
    // Nothing else may keep this process alive until then; it would end with 13 and no totals.
    child.ref()
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  let buckets = 0
  return {
    async createBucket() {
      buckets += 1
      const { CreateBucketCommand, S3Client } = await import('@aws-sdk/client-s3')
      const client = new S3Client({ region: 'us-east-1', endpoint, forcePathStyle: true })
      await client.send(new CreateBucketCommand({ Bucket: `files-${buckets}` }))
      client.destroy()
      return `s3://files-${buckets}/räume?endpoint=${encodeURIComponent(endpoint)}&region=us-east-1`
    },
    freeze: () => void gateway.kill('SIGSTOP'),
    thaw: () => void gateway.kill('SIGCONT'),
    end: () => endChild(gateway),
    async resume() {
      gateway = await startGateway()
    },
    async stop() {
      process.off('exit', killAll)
      for (const child of children) await endChild(child)
      if (existsSync(folder)) rmSync(folder, { recursive: true, force: true })
    },
  }
}

const configOf = (of: {
  folder: string
  fsid: string
  v1: number
  v2: number
  port: number
}): string => `[global]
fsid = ${of.fsid}
mon host = [v2:127.0.0.1:${of.v2}/0,v1:127.0.0.1:${of.v1}/0]
auth cluster required = none
auth service required = none
auth client required = none
auth supported = none
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
run dir = ${of.folder}/run
log file = ${of.folder}/log/$name.log
admin socket = ${of.folder}/run/$name.$pid.asok
pid file = ${of.folder}/run/$name.pid
public addr = 127.0.0.1
cluster addr = 127.0.0.1
keyring = ${of.folder}/keyring
mon data = ${of.folder}/mon
osd data = ${of.folder}/osd
osd objectstore = memstore
memstore device bytes = 1073741824
osd pool default pg autoscale mode = off
[client]
rgw frontends = beast endpoint=127.0.0.1:${of.port}
rgw dns name = localhost
rgw data = ${of.folder}/rgw
rgw thread pool size = 64
`
