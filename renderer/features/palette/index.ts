export type { Command } from './find.ts'
export { KeyboardHelp, loadPalette, Palette } from './lazy.tsx'
