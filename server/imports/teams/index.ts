export { teams } from './reader.ts'
