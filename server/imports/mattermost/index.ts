export { mattermost } from './reader.ts'
