export { filesSlice, type FilesRoot } from './files-slice.ts'
export { FilesView } from './FilesView.tsx'
