/** What is said of a service that writes workbooks; the keys are the codes of `server/contract/service-sentences.ts`. */
export const service = {
  service_writes: 'The service at {{host}} is writing the workbook',
  service_unreachable: 'the workbook service at {{host}} cannot be reached ({{text}})',
  service_silent: 'the workbook service at {{host}} said nothing for {{seconds}} s',
  service_broke_off: 'the workbook service at {{host}} broke off in the middle',
  service_refused: 'the workbook service at {{host}} answered {{status}}: {{text}}',
  service_redirects: 'the workbook service at {{host}} sends elsewhere, which is not followed',
  service_wrong_answer_type:
    'the workbook service at {{host}} answered with something that is no workbook',
  service_wrong_answer_encoding:
    'the workbook service at {{host}} answered in an encoding that was not asked for',
  service_wrong_answer_checksum:
    'the workbook of the service at {{host}} does not have the checksum that it names',
  service_wrong_answer_workbook: 'the workbook of the service at {{host}} cannot be opened',
  service_wrong_answer_macros: 'the workbook of the service at {{host}} holds macros',
  service_wrong_answer_large: 'the workbook of the service at {{host}} is too large',
  service_wrong_answer_unpacked:
    'the workbook of the service at {{host}} would be unreasonably large once unpacked',
  service_stays_here:
    'this room stays on this computer, and the workbook service at {{host}} is on another',
  workbook_ready_without_service: 'Workbook is ready, made by Rapporteur itself: {{reason}}',
} as const
