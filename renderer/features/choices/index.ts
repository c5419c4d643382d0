export { chooseForRoom, readRoomChoices } from './commands.ts'
export { draftOfFilter, filterProblem, noFilter, toFilter, type FilterDraft } from './filter.ts'
export { filterText } from './filter-text.ts'
export { ChoiceFields, Chosen, FilterFields, loadChoices } from './lazy.ts'
export {
  changeOfGroup,
  languageNames,
  optionsOfGroup,
  periodKey,
  periodKeys,
  periodOf,
} from './options.ts'
export { usualChoices, type ScheduleChoices } from './usual-choices.ts'
export { periodData, periodText } from './period-text.ts'
