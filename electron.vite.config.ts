import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { resolve } from 'node:path'

const at = (path: string) => resolve(import.meta.dirname, path)

/**
 * One build for the desktop app, the headless server and their worker threads.
 * Targets are written out because electron-vite would take them from the installed Electron,
 * while the code must also run on Electron 33 and plain Node 20.
 */
export default defineConfig({
  main: {
    build: {
      target: 'node20.18',
      // Read from one file instead of some four hundred, which is what most of the start would wait for.
      externalizeDeps: { exclude: ['express', 'nodemailer', 'pino', 'prom-client', 'zod'] },
      rollupOptions: {
        input: {
          main: at('electron/main.ts'),
          cli: at('server/cli.ts'),
          'import-worker': at('server/rooms/import-worker.ts'),
          'report-worker': at('server/reports/report-worker.ts'),
          'document-worker': at('server/documents/document-worker.ts'),
        },
        // Flat, so that every chunk finds the workers beside itself.
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunk-[name]-[hash].js',
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
    plugins: [react()],
    build: {
      target: 'chrome130',
      minify: true,
      rollupOptions: { input: at('renderer/index.html') },
    },
  },
})
