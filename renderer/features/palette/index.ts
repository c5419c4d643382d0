export { find, type Command } from './find.ts'
export { KeyboardHelp } from './KeyboardHelp.tsx'
export { Palette } from './Palette.tsx'
