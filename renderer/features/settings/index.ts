export { ModelOffer } from './ModelOffer.tsx'
export {
  cancelModelDownload,
  downloadModel,
  loadSettings,
  removeModel,
  saveSettings,
  sendTestMail,
  testSummary,
} from './commands.ts'
export {
  changePreferences,
  chooseDataFolder,
  chooseLogo,
  chooseModel,
  openLogFolder,
  restartApp,
} from './desktop-commands.ts'
export { chatsLeaveTo } from './leaves-computer.ts'
export { loadSettingsView, SettingsView } from './lazy.ts'
export {
  selectSettingsView,
  selectUnsavedCount,
  settingsSections,
  settingsSlice,
  type SettingsRoot,
  type SettingsSection,
} from './settings-slice.ts'
