export { rocketchat } from './reader.ts'
