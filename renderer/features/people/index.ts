export { peopleSlice, selectPeopleUndo, type PeopleRoot } from './people-slice.ts'
export { roleAct, sayOfPeople, undoPeople, type Changed } from './commands.ts'
export { roleIcons } from './role-icons.ts'
export { loadPeopleView, PeopleView } from './lazy.ts'
