export { LiveFeedDialog } from './LiveFeedDialog.tsx'
export { WelcomeView } from './WelcomeView.tsx'
