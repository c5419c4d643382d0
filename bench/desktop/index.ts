import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchLoad } from './load.ts'
import { benchStartup } from './startup.ts'

/** `npm run bench:desktop [-- startup|load]`: the real window, in the built app; all cases by default. */
const cases: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  startup: benchStartup,
  load: benchLoad,
}

if (process.platform !== 'linux')
  throw new Error('bench:desktop reads memory from /proc: Linux only')
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(cases)
for (const name of wanted) {
  const run = cases[name]
  if (run === undefined)
    throw new Error(`No case ${name}; there are ${Object.keys(cases).join(', ')}`)
  const folder = await mkdtemp(join(tmpdir(), `rapporteur-bench-${name}-`))
  try {
    await run(folder)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
