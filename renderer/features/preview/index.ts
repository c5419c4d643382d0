export { loadPreview, Preview } from './Preview.tsx'
