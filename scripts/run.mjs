import { pathToFileURL } from 'node:url'
import { at, root } from './setup/paths.mjs'
import { say } from './setup/say.mjs'
import { setUp } from './setup.mjs'

/** `node scripts/run.mjs COMMAND [ARGS]`: sets up what the command needs, then becomes it. */
const commands = {
  start: async (args) => {
    await setUp({ electron: true, build: true })
    const { electronProgram, sandboxSwitches } = await import('./setup/electron-program.mjs')
    const { openDisplay } = await import('./setup/display.mjs')
    const { foreground } = await import('./setup/program.mjs')
    const display = await openDisplay()
    // The folder goes first: it is what Electron opens; everything behind it is the app's own.
    const switches = [root, ...sandboxSwitches(), ...args]
    process.exitCode = await foreground(electronProgram(), switches, display.env)
    display.close()
  },
  serve: (args) => headless('serve', args),
  report: (args) => headless('report', args),
  rescue: (args) => headless('rescue', args),
  demo: (args) => inWindow('scripts/demo/index.ts', args),
  'bench:desktop': (args) => inWindow('bench/desktop/index.ts', args),
  'bench:sse': (args) => plain('bench/sse/main.ts', args),
  'bench:batch': (args) => built('bench/batch/main.ts', args),
  'bench:connect': (args) => plain('bench/connect/main.ts', args, { build: args.includes('live') }),
  'bench:import': (args) => plain('bench/import/main.ts', args),
  'bench:cluster': (args) => plain('bench/cluster/main.ts', args, { cluster: true, build: true }),
  'bench:search': (args) => plain('bench/search/main.ts', args),
  'bench:summary': (args) => plain('bench/summary/main.ts', args),
  train: (args) => plain('training/train.ts', args),
  'bench:workbook': (args) => plain('bench/workbook/main.ts', args, { readers: true }),
  package: async (args) => {
    await setUp({ electron: true, build: true, packaging: args.includes('--targets') })
    const { makePackages } = await import('./package.mjs')
    process.exitCode = await makePackages(args)
  },
  image: async (args) => {
    await setUp({ build: true })
    const { makeImage } = await import('./image.mjs')
    process.exitCode = await makeImage(args)
  },
  screenshots: (args) => inWindow('scripts/screenshots.ts', args),
  'screenshots:workbook': (args) =>
    plain('scripts/screenshots-workbook.ts', args, { readers: true }),
  'test:crash': (args) => built('tests/crash/main.ts', args),
  'test:cluster': async (args) => {
    await setUp({ cluster: true, build: true })
    // Runs in which something fails; else the tests, whole.
    if (args.some((arg) => arg.startsWith('--'))) return plain('tests/cluster/main.ts', args)
    const { runVitest } = await import('./test-runners.mjs')
    const folders = args.length > 0 ? args : ['server/ports/suite', 'tests/cluster']
    const { failed, passed } = await runVitest(folders, { RAPPORTEUR_CLUSTER: 'whole' })
    process.exitCode = failed === 0 && passed > 0 ? 0 : 1
  },
  'test:servers': async (args) => {
    await setUp({ build: true })
    const { runVitest } = await import('./test-runners.mjs')
    const folders = args.length > 0 ? args : ['server/connections', 'tests/servers']
    const { passed, failed, skipped } = await runVitest(folders, { RAPPORTEUR_SERVERS: 'yes' })
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
    process.exitCode = failed === 0 && passed > 0 ? 0 : 1
  },
  'test:package': async (args) => {
    // Packages are installed on this computer and removed again, which nobody but CI does unasked.
    process.env['RAPPORTEUR_INSTALL'] = 'yes'
    await setUp({ electron: true, packaging: true, build: true })
    const { runVitest } = await import('./test-runners.mjs')
    const { failed } = await runVitest(['tests/package', ...args])
    const cli = at('node_modules', '@playwright', 'test', 'cli.js')
    await underDisplay([cli, 'test', 'tests/package'])
    if (failed > 0) process.exitCode = 1
  },
  'test:e2e': async (args) => {
    await setUp({ electron: true, build: true })
    const cli = at('node_modules', '@playwright', 'test', 'cli.js')
    await underDisplay([cli, 'test', ...args])
  },
}

/** The server and the one-shot command run in this very process, so that signals reach them. */
async function headless(command, args) {
  await setUp({ build: true })
  const program = at('out', 'main', 'cli.js')
  process.argv = [process.execPath, program, command, ...args]
  await import(pathToFileURL(program).href)
}

/** A script of ours that needs no window and no build. */
async function plain(script, args, wanted = {}) {
  await setUp(wanted)
  const { foreground } = await import('./setup/program.mjs')
  process.exitCode = await foreground(process.execPath, ['--import', 'tsx', at(script), ...args])
}

/** A script of ours that starts the built server. */
async function built(script, args) {
  await setUp({ build: true })
  await plain(script, args)
}

/** A script of ours that opens real windows. */
async function inWindow(script, args) {
  await setUp({ electron: true, build: true })
  await underDisplay(['--import', 'tsx', at(script), ...args])
}

async function underDisplay(nodeArgs) {
  const { openDisplay } = await import('./setup/display.mjs')
  const { foreground } = await import('./setup/program.mjs')
  const display = await openDisplay()
  process.exitCode = await foreground(process.execPath, nodeArgs, display.env)
  display.close()
}

const [name, ...args] = process.argv.slice(2)
const command = commands[name]
if (command === undefined) {
  say(`unknown command ${name ?? ''}; known: ${Object.keys(commands).join(', ')}`)
  process.exitCode = 2
} else {
  await command(args)
}
