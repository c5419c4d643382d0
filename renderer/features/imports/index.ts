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
  rememberedImports,
  selectImport,
  selectImportOids,
  selectReadingCount,
  type ImportsRoot,
} from './imports-slice.ts'
export { LatestImports } from './LatestImports.tsx'
export { ImportsView } from './ImportsView.tsx'
