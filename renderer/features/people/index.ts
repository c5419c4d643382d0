export { peopleSlice, selectPeopleUndo, type PeopleRoot } from './people-slice.ts'
export { sayOfPeople, undoPeople, type Changed } from './commands.ts'
export { loadPeopleView, PeopleView } from './lazy.ts'
