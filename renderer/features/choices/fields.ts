export { Chosen } from './Chosen.tsx'
export { ChoiceFields } from './ChoiceFields.tsx'
export { FilterFields } from './FilterFields.tsx'
