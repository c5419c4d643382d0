export { ModelOffer } from './ModelOffer.tsx'
export { cancelModelDownload, downloadModel, removeModel } from './commands.ts'
export {
  changePreferences,
  chooseDataFolder,
  chooseLogo,
  chooseModel,
  openLogFolder,
  restartApp,
} from './desktop-commands.ts'
export { loadSettingsView, SettingsView } from './lazy.ts'
export { selectUnsavedCount, settingsSections, settingsSlice } from './settings-slice.ts'
