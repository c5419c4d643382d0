export { DropArea } from './DropArea.tsx'
export { ImportButton } from './ImportButton.tsx'
export {
  cancelImport,
  hasImportEnded,
  importFiles,
  importSamples,
  importsSlice,
  loadImports,
  pickImports,
  readAgain,
  removeImport,
  selectImport,
  selectReadingCount,
} from './imports-slice.ts'
export { LatestImports } from './LatestImports.tsx'
export { ImportsView } from './ImportsView.tsx'
