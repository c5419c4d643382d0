import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { at, root } from './setup/paths.mjs'
import { foreground } from './setup/program.mjs'

/**
 * @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Count
 *   `failures` names each failed test with the beginning of what it said
 */

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
    failures: json.testResults.flatMap(failedInVitest),
  }))
}

/** Opens real windows, so it needs a display in `env`. @returns {Promise<Count>} */
export async function runPlaywright(env) {
  // playwright.config.ts names the same file; Playwright empties the folder before it starts.
  const report = freshReport('playwright.json')
  const program = at('node_modules', '@playwright', 'test', 'cli.js')
  const code = await foreground(process.execPath, [program, 'test'], env)
  return count(code, report, ({ stats, suites }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
    failures: suites.flatMap(failedInPlaywright),
  }))
}

function failedInVitest({ name: file, message, assertionResults }) {
  const failed = assertionResults.filter(({ status }) => status === 'failed')
  // A file that cannot be loaded, or whose hooks failed, has a message and no failed test.
  if (failed.length === 0 && message) return [failure(file, 'the file itself', message)]
  return failed.map((test) => failure(file, test.fullName, test.failureMessages[0]))
}

function failedInPlaywright({ specs = [], suites = [] }) {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => {
      const errors = tests.flatMap(({ results }) => results.flatMap((result) => result.errors))
      return failure(at('tests', file), title, errors[0]?.message)
    })
  return [...own, ...suites.flatMap(failedInPlaywright)]
}

function failure(file, test, message = '') {
  const said = stripVTControlCharacters(message).replace(/\s+/gu, ' ').slice(0, 300)
  return `${relative(root, file)} › ${test}: ${said}`
}

function freshReport(name) {
  mkdirSync(at('test-results'), { recursive: true })
  const file = at('test-results', name)
  rmSync(file, { force: true })
  return file
}

/** A runner that fails without a failed test, or dies without a report, counts as one failure. */
function count(code, file, read) {
  let counted = { passed: 0, failed: 0, skipped: 0, failures: [] }
  try {
    counted = read(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    console.log(`No test report: ${error.message}`)
    return { ...counted, failed: 1, failures: [`${file} was not written`] }
  }
  if (code === 0 || counted.failed > 0) return counted
  const why = `ended with ${code} though no test failed: see "Unhandled Errors" or a file above`
  return { ...counted, failed: 1, failures: [...counted.failures, `the runner ${why}`] }
}
