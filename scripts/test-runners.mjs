import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { at } from './setup/paths.mjs'
import { foreground } from './setup/program.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/**
 * @param {string[]} folders only the tests below them; default all
 * @param {Record<string, string>} env beside the environment of this process
 * @returns {Promise<Count>}
 */
export async function runVitest(folders = [], env = {}) {
  const report = freshReport('vitest.json')
  const program = at('node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const args = [program, 'run', ...folders, ...reporters]
  const code = await foreground(process.execPath, args, env)
  return count(code, report, (json) => ({
    passed: json.numPassedTests,
    failed: json.numFailedTests,
    skipped: json.numPendingTests + json.numTodoTests,
  }))
}

/** Opens real windows, so it needs a display in `env`. @returns {Promise<Count>} */
export async function runPlaywright(env) {
  // playwright.config.ts names the same file; Playwright empties the folder before it starts.
  const report = freshReport('playwright.json')
  const program = at('node_modules', '@playwright', 'test', 'cli.js')
  const code = await foreground(process.execPath, [program, 'test'], env)
  return count(code, report, ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }))
}

function freshReport(name) {
  mkdirSync(at('test-results'), { recursive: true })
  const file = at('test-results', name)
  rmSync(file, { force: true })
  return file
}

/** A runner that fails without a failed test, or dies without a report, counts as one failure. */
function count(code, file, read) {
  let counted = { passed: 0, failed: 0, skipped: 0 }
  try {
    counted = read(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    console.log(`No test report: ${error.message}`)
    return { ...counted, failed: 1 }
  }
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted
}
