export { telegram } from './reader.ts'
