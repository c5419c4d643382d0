import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { root } from './paths.mjs'
import { say } from './say.mjs'

const key = createHash('sha256').update(root).digest('hex').slice(0, 16)
const file = join(tmpdir(), `rapporteur-setup-${key}.lock`)

/** Two commands started at once on a fresh clone must not both write `node_modules`. */
export async function withLock(work) {
  let told = false
  while (!acquire()) {
    if (!told) say('another set-up is running here, waiting for it')
    told = true
    await delay(500)
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

function acquire() {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (!isOwnerAlive()) rmSync(file, { force: true })
    return false
  }
}

function isOwnerAlive() {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
