import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { at, root } from './setup/paths.mjs'
import { lastLines, run } from './setup/say.mjs'

/** Folders whose imports the rules of .dependency-cruiser.cjs bind. */
const ruled = ['server', 'electron', 'renderer']

const bin = (path) => at('node_modules', ...path.split('/'))
const tool = (path, ...args) => run(process.execPath, [bin(path), ...args], { cwd: root })
const cache = (name) => at('node_modules', '.cache', 'checks', name)

const types = (project) => () => {
  const memory = ['--incremental', '--tsBuildInfoFile', cache(`${project}.tsbuildinfo`)]
  return tool('typescript/bin/tsc', '-p', `tsconfig.${project}.json`, ...memory)
}

const format = () => {
  const memory = ['--cache', '--cache-location', cache('prettier')]
  return tool('prettier/bin/prettier.cjs', '--check', '--log-level=warn', ...memory, '.')
}

/** Checks that run nothing of the product. Each answers `{ ok, output }`. */
export const checks = {
  format,
  lint: () => tool('oxlint/bin/oxlint', '.'),
  'types of host and server': types('node'),
  'types of the page': types('web'),
  'types of the tests': types('tests'),
  'import rules': importRules,
}

/**
 * Runs the checks two at a time, prints a line for each, and what it said if it failed.
 *
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runChecks() {
  const waiting = Object.entries(checks)
  const count = { passed: 0, failed: 0 }
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, check] = next
      const start = performance.now()
      const { ok, output } = await check()
      count[ok ? 'passed' : 'failed'] += 1
      const seconds = ((performance.now() - start) / 1_000).toFixed(1)
      console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
      if (!ok) console.log(lastLines(output, 60))
    }
  }
  await Promise.all([worker(), worker()])
  return count
}

/**
 * A cruiser that cannot parse TypeScript finds no file, no fault, and is content. So every source
 * file must be among those it has seen.
 */
async function importRules() {
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...ruled]
  const { output } = await tool('dependency-cruiser/bin/dependency-cruise.mjs', ...args)
  let result
  try {
    result = JSON.parse(output)
  } catch {
    return { ok: false, output }
  }
  const seen = new Set(result.modules.map((module) => module.source))
  const unseen = sourceFiles().filter((file) => !seen.has(file))
  const faults = [
    ...result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
    ...unseen.map((file) => `not looked at: ${file}`),
  ]
  return { ok: faults.length === 0, output: faults.join('\n') }
}

const sourceFiles = () =>
  ruled.flatMap((dir) =>
    readdirSync(at(dir), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
      .map((name) => join(dir, name).replaceAll('\\', '/')),
  )
