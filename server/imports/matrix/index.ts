export { matrix } from './reader.ts'
