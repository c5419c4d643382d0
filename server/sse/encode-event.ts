import type { HeardEvent } from '../ports/event-log.ts'
import { formatId } from './cursor.ts'
import { encodeFrame } from './frame.ts'

/** The bytes of one event, with its id if the log has it. */
export const encodeEvent = (
  epoch: string,
  { event, data, seq, kind }: Pick<HeardEvent, 'event' | 'data' | 'seq' | 'kind'>,
): Buffer =>
  Buffer.from(
    encodeFrame(kind === 'logged' ? { event, id: formatId(epoch, seq), data } : { event, data }),
  )
