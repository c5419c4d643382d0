import { createHash } from 'node:crypto'
import { linesOf, type Part } from './parts.ts'
import { answerSchema, mergePrompt, mergeSchema, partPrompt, promptVersion } from './prompt.ts'
import type { ModelTransport } from './transport.ts'

/**
 * Names under which answers are kept. Everything that an answer depends on is in them: the server, the
 * model, our instructions, and the messages with their ids. So an edited message, a moved range or
 * another wording never gets an old answer.
 */
const instructions = hashOf(
  promptVersion,
  partPrompt([]).system,
  mergePrompt([], []).system,
  answerSchema,
  mergeSchema,
)

type Asked = Pick<ModelTransport, 'name' | 'address' | 'model'>

export const partKey = ({ name, address, model }: Asked, part: Part): string =>
  hashOf(
    'part',
    instructions,
    name,
    address,
    model,
    part.entries.map(({ id }) => id),
    linesOf(part),
  )

/** For answers that were merged from others. */
export const mergeKey = ({ name, address, model }: Asked, lines: readonly string[]): string =>
  hashOf('merge', instructions, name, address, model, lines)

/**
 * For the size of a room's parts. It changes as the server is better known, and with it all borders
 * between parts would move; so a room keeps the size that it was first read with.
 */
export const sizeKey = (
  { name, address, model }: Asked,
  roomOid: string,
  sizes: { contextTokens: number; answerTokens: number },
): string =>
  hashOf(
    'size',
    instructions,
    name,
    address,
    model,
    roomOid,
    sizes.contextTokens,
    sizes.answerTokens,
  )

function hashOf(...values: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex')
}
