/** Who may see a room: for the admins of a server that lets several people in. */
export const access = {
  menu: {
    group: 'Who may see its rooms…',
    rooms_one: 'Who may see it…',
    rooms_other: 'Who may see {{count, number}} rooms…',
  },
  label: {
    room: 'Who may see it',
    group: 'Who may see its rooms',
    rooms: 'Who may see them',
  },
  title: {
    room: 'Who may see {{name}}?',
    group: 'Who may see the rooms of {{name}}?',
  },
  titleMany_one: 'Who may see {{count, number}} room?',
  titleMany_other: 'Who may see {{count, number}} rooms?',
  text: {
    room: 'For everybody else the room is not there: neither in lists nor in search, reports and notices. Admins see every room.',
    rooms:
      'For everybody else the rooms are not there: neither in lists nor in search, reports and notices. Admins see every room.',
    group:
      'This counts for each room of the group, also for those that join it later. For everybody else they are not there: neither in lists nor in search, reports and notices. Admins see every room.',
  },
  mixed: 'They differ now. What you choose counts for all of them.',
  rooms_one: '{{count, number}} room',
  rooms_other: '{{count, number}} rooms',
  change: 'Change…',
  changeOf: 'Change… ({{what}})',
  everybody: 'Everybody who may sign in',
  some: 'Some groups of people, and admins',
  admins: 'Admins alone',
  only: 'Only {{names}}, and admins',
  field: 'Groups of people',
  fieldHint: 'As the sign-in of your organisation calls them. Enter ends a name.',
  placeholder: 'board',
  missing: 'Name a group of people, or choose admins alone.',
  unknown:
    'Nobody whom this server has let in belongs to: {{names}}. Check how your organisation writes it.',
  others: 'This counts, too; only those whom all of it lets in see the room:',
  byGroup: 'Group {{name}}: {{sight}}',
  byMerged: 'A room that was merged into it: {{sight}}',
  lift: 'Lift',
  save: 'Save',
  reading: 'Reading who may see it…',
  failed: 'Who may see it could not be read. Nothing was changed.',
  changed: '{{name}}: {{sight}}',
  undone: 'Who may see {{name}} is as before',
}
