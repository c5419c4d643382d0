export { loadPreview, Preview } from './Preview.tsx'
export { LazyPreviewPane } from './lazy-pane.tsx'
