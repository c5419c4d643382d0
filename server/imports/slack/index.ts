/** Slack: the workspace export, what slackdump writes, and logs of events. */
export { slack } from './reader.ts'
export { slackdump } from './dump.ts'
export { slackChunks } from './chunks.ts'
export { slackEvents } from './events.ts'
