import { engineFolders } from './engine-files.mjs'

/** What people read or compile is for those who build: none of it runs. Licences stay. */
const unread = [
  '!**/*.map',
  '!**/*.{ts,cts,mts,tsbuildinfo}',
  '!**/*.{c,cc,cpp,h,hpp,gyp,gypi,cmake,bundle}',
  '!**/{README,Readme,readme,CHANGELOG,changelog,CHANGES,HISTORY,History,SECURITY,CONTRIBUTING,UPGRADING}{,.*}',
  '!**/{.npmignore,.nycrc,.eslintrc,.jshintrc,.editorconfig,.clang-format,.travis.yml,yarn.lock}',
  '!**/{test,tests,__tests__,example,examples,docs,doc,coverage,benchmark,.github}/**',
]

/** Kinds of processor whose machine code is left out: a neighbour in the list of llama.cpp runs on each of them. */
const otherProcessors = [
  'cannonlake',
  'cascadelake',
  'cooperlake',
  'ivybridge',
  'piledriver',
  'sapphirerapids',
  'skylakex',
  'sse42',
  'zen4',
]

/**
 * What goes into the archive of the app: what was built, which holds all that could be bundled, and machine
 * code for this system with what loads it.
 *
 * @param {{ platform: NodeJS.Platform, arch: string }} system
 */
export function packedFiles({ platform, arch }) {
  const own = `${platform}-${arch}`
  return [
    'out/main/**',
    'out/preload/**',
    'out/renderer/**',
    'package.json',
    // The command line goes by npm; the app cannot be asked for it.
    '!out/main/cli.js',
    // The client of object stores is for servers alone.
    '!out/main/chunk-s3-*.js',
    ...unread,
    '!**/node_modules/node-addon-api/**',
    `!**/node_modules/@photostructure/sqlite/prebuilds/!(${own})/**`,
    '!**/node_modules/@photostructure/sqlite/{src,dist/experimental*}/**',
    '!**/node_modules/@photostructure/sqlite/dist/experimental*',
    // Electron has no build for systems with musl.
    '!**/*.musl.node',
    { from: 'node_modules', to: 'node_modules', filter: engineFilter() },
  ]
}

function engineFilter() {
  const folders = engineFolders()
  return [
    ...folders.map((folder) => `${folder}/**`),
    ...unread,
    '!node-llama-cpp/{templates,bins}/**',
    '!node-llama-cpp/llama/{addon,cmake,patches,profiles,toolchains,xpack}/**',
    '!node-addon-api/**',
    `!@node-llama-cpp/*/bins/*/*ggml-cpu-{${otherProcessors.join(',')}}.*`,
  ]
}
