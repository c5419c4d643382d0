import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Plugin } from 'vite'
import { bundledList, listBundledPackages } from './scripts/package/bundled-packages.ts'

const at = (path: string) => resolve(import.meta.dirname, path)
const listed = (part: string) => listBundledPackages(bundledList(import.meta.dirname, part))

/** What the server answers with, and what it is sent. */
const ownTypes = [
  'application/json',
  'application/octet-stream',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/x-www-form-urlencoded',
  'application/zip',
  'multipart/form-data',
  'text/csv',
  'text/html',
  'text/markdown',
  'text/plain',
]

/** Express brings along a table of all media types there are, two and a half thousand. */
const ownTypesOnly = {
  name: 'own-types-only',
  load(id: string) {
    if (!id.endsWith('/mime-db/db.json')) return null
    const all = JSON.parse(readFileSync(id, 'utf8')) as Record<string, unknown>
    return JSON.stringify(Object.fromEntries(ownTypes.map((type) => [type, all[type]])))
  },
}

/**
 * The server takes JSON, which is UTF. The tables of all other encodings, which its parser brings along, are
 * a third of what the host would have to read at its start. Mail comes in all of them: what reads it keeps its own.
 */
const utfOnly = {
  name: 'utf-only',
  load: (id: string) =>
    /\/(?:body-parser|raw-body)\/node_modules\/iconv-lite\/encodings\/(?:[sd]bcs-data(?:-generated)?)\.js$/.test(
      id,
    )
      ? 'module.exports = {}'
      : null,
}

const mantineStyles = 'renderer/app/mantine.css'

/** Mantine's styles are named one by one, and one that is missing would be seen by people only. */
const everyStyle: Plugin = {
  name: 'every-style',
  generateBundle(_options, bundle) {
    const styles = readFileSync(at(mantineStyles), 'utf8')
    const missing = Object.values(bundle)
      .flatMap((output) => (output.type === 'chunk' ? output.moduleIds : []))
      .flatMap((id) => /@mantine\/core\/.*\/(\w+)\.module\.mjs$/.exec(id)?.[1] ?? [])
      .filter((name) => !styles.includes(`/${name}.css'`))
    if (missing.length > 0) this.error(`${mantineStyles} lacks ${missing.join(', ')}`)
  },
}

/**
 * One build for the desktop app, the headless server and their worker threads.
 * Targets are written out because electron-vite would take them from the installed Electron,
 * while the code must also run on Electron 33 and plain Node 20.
 */
export default defineConfig({
  main: {
    plugins: [utfOnly, ownTypesOnly, listed('main')],
    build: {
      target: 'node20.18',
      // All that is no machine code is bundled: read from few files instead of some four hundred, which is what most of
      // the start would wait for, and packages bring along three times what of them is used. So it stands among the
      // development dependencies; what stands among the others is installed beside the program.
      externalizeDeps: { include: ['node-llama-cpp'] },
      rollupOptions: {
        input: {
          main: at('electron/main.ts'),
          cli: at('server/cli.ts'),
          'import-worker': at('server/imports/import-worker.ts'),
          'report-worker': at('server/reports/report-worker.ts'),
          'document-worker': at('server/documents/document-worker.ts'),
          'purge-worker': at('server/trash/purge-worker.ts'),
          'merge-worker': at('server/rooms/merging/merge-worker.ts'),
          'people-worker': at('server/people/people-worker.ts'),
          'search-worker': at('server/search/search-worker.ts'),
          'model-process': at('server/summary/local/model-process.ts'),
        },
        // Flat, so that every chunk finds the workers beside itself.
        output: {
          format: 'es',
          // Less to read at the start; names stay, so that a stack in the log can be understood.
          minify: {
            compress: true,
            mangle: { keepNames: true },
            codegen: { removeWhitespace: true },
          },
          entryFileNames: '[name].js',
          chunkFileNames: 'chunk-[name]-[hash].js',
          // By itself, so that the packaged app can leave it out.
          codeSplitting: {
            groups: [{ name: 's3', test: /node_modules\/(?:@aws-sdk|@aws|@smithy|bowser)\// }],
          },
        },
      },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      isolatedEntries: true,
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: at('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react(), everyStyle, listed('renderer')],
    build: {
      target: 'chrome130',
      minify: true,
      rollupOptions: {
        input: at('renderer/index.html'),
        output: {
          // One file instead of seven: each is a question to the host, which is busy starting too.
          codeSplitting: { groups: [{ name: 'window', tags: ['$initial'] }] },
        },
      },
    },
  },
})
