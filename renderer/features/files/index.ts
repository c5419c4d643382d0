export { filesSlice } from './files-slice.ts'
export { FilesView } from './FilesView.tsx'
