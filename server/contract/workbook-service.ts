import { z } from 'zod'
import { Message, Room } from './rooms.ts'
import { RoomStatistics } from './statistics.ts'
import { Summary } from './summary.ts'
import { WorkbookChoices } from './workbook.ts'

/**
 * What a service is sent that writes workbooks in place of the writer that comes with the app: NDJSON, first one
 * `ServiceReport`, then each message as a `ServiceMessage`. docs/workbook-service.openapi.json is made of these.
 */

const Timestamp = z.iso.datetime({ offset: true })

export const ServiceReport = z
  .object({
    type: z.literal('report'),
    version: z.literal(1).meta({ description: 'Raised where a field changes its meaning.' }),
    reportOid: z.string(),
    attempt: z.int().positive(),
    createdAt: Timestamp,
    room: Room.pick({ roomOid: true, name: true, source: true, format: true }),
    period: z.object({
      from: Timestamp.nullable(),
      to: Timestamp.nullable().meta({ description: 'Exclusive.' }),
      isSinceLast: z.boolean().meta({ description: 'It begins where the last report ended.' }),
    }),
    messageCount: z.int().nonnegative().meta({ description: 'Lines that follow this one.' }),
    choices: WorkbookChoices.pick({
      language: true,
      timeZone: true,
      sheets: true,
      columns: true,
      themeColor: true,
      anonymize: true,
    }),
    statistics: RoomStatistics,
    summary: Summary,
  })
  .meta({ id: 'ServiceReport' })
export type ServiceReport = z.infer<typeof ServiceReport>

export const ServiceMessage = Message.extend({ type: z.literal('message') }).meta({
  id: 'ServiceMessage',
  description:
    'Without its name in the source, and with a number for a name, where people asked for no names.',
})
export type ServiceMessage = z.infer<typeof ServiceMessage>
