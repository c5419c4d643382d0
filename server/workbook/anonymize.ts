import type { Quote, SummaryItem } from '../contract/summary.ts'
import type { StoredMessage } from '../ports/message.ts'
import type { Speech } from '../words/speech.ts'
import type { MessageSlices, WorkbookInput } from './input.ts'
import { withoutNames } from './names-in-text.ts'

type Named = Pick<WorkbookInput, 'statistics' | 'summary' | 'messages'>

/**
 * The same input with `Participant 1`, `Participant 2`... for names, most active first. Only fields
 * that hold a name are changed: what people wrote about each other stays as they wrote it, and the
 * Summary sheet says so. What a model wrote is ours, so names are taken out of its sentences, too.
 */
export function anonymized<T extends Named>(input: T, speech: Speech): T {
  const byKey = new Map<string, string>()
  const byName = new Map<string, string>()
  const silent = speech.say('anonymous_silent')
  const participants = input.statistics.participants.map((person, index) => {
    const alias = speech.say('anonymous', { number: index + 1 })
    byKey.set(person.authorKey, alias)
    const { author, sourceNames = [], ...figures } = person
    for (const name of [author, ...sourceNames]) if (!byName.has(name)) byName.set(name, alias)
    return { ...figures, author: alias, authorKey: alias }
  })
  // Someone who only appears in system lines, or is only mentioned, has no number.
  const nameOf = (name: string): string => (name === '' ? '' : (byName.get(name) ?? silent))
  const named = <Item extends { author: string }>(one: Item): Item => ({
    ...one,
    author: nameOf(one.author),
  })
  /** The telling message, and the one that is quoted beside it. */
  const item = <Item extends SummaryItem & { about?: Quote | undefined }>(one: Item): Item => ({
    ...named(one),
    ...(one.about === undefined ? {} : { about: named(one.about) }),
  })
  const message = (one: StoredMessage): StoredMessage => {
    const alias = byKey.get(one.authorKey) ?? nameOf(one.author)
    return { ...one, author: alias, authorKey: alias }
  }
  const summary =
    input.summary.method.kind === 'generative' ? withoutNames(input.summary, byName) : input.summary
  return {
    ...input,
    statistics: { ...input.statistics, participants },
    summary: {
      ...summary,
      keyPoints: summary.keyPoints.map(item),
      decisions: summary.decisions.map(item),
      openQuestions: summary.openQuestions.map(item),
      links: summary.links.map(item),
      actionItems: summary.actionItems.map((one) => ({
        ...item(one),
        owner: one.owner === null ? null : nameOf(one.owner),
      })),
      ...(summary.answered === undefined
        ? {}
        : {
            answered: summary.answered.map((one) => ({ ...item(one), reply: named(one.reply) })),
          }),
      ...(summary.conversations === undefined
        ? {}
        : {
            conversations: summary.conversations.map((one) => ({
              ...item(one),
              people: one.people.map(nameOf),
            })),
          }),
      ...(summary.answerTimes === undefined
        ? {}
        : {
            answerTimes: {
              ...summary.answerTimes,
              answerers: summary.answerTimes.answerers?.map(named),
            },
          }),
      participants: summary.participants.map((one) => ({ ...one, author: nameOf(one.author) })),
    },
    messages: () => mapped(input.messages(), message),
  }
}

async function* mapped(
  slices: MessageSlices,
  change: (message: StoredMessage) => StoredMessage,
): AsyncGenerator<readonly StoredMessage[]> {
  for await (const slice of slices) yield slice.map(change)
}
