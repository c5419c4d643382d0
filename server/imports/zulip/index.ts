export { zulipApi } from './api.ts'
export { zulipArchive } from './archive.ts'
export { zulipExport } from './export.ts'
