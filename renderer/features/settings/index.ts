export { ModelOffer } from './ModelOffer.tsx'
export { cancelModelDownload, downloadModel, loadSettings, removeModel } from './commands.ts'
export {
  changePreferences,
  chooseDataFolder,
  chooseLogo,
  chooseModel,
  openLogFolder,
  restartApp,
} from './desktop-commands.ts'
export { loadSettingsView, SettingsView } from './lazy.ts'
export {
  selectSettingsView,
  selectUnsavedCount,
  settingsSections,
  settingsSlice,
  type SettingsRoot,
} from './settings-slice.ts'
