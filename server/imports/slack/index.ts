/** Slack: the workspace export, and what slackdump writes. */
export { slack } from './reader.ts'
export { slackdump } from './dump.ts'
