export { FilesView } from './FilesView.tsx'
