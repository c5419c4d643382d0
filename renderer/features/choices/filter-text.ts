import type { TFunction } from 'i18next'
import type { MessageFilter } from '../../../server/contract/report-options.ts'
import { oneLine } from '../../ui/plain-text.ts'

/** People that are named; the others are counted. */
const namedPeople = 3

/** "By Ada and Ben, with “crane”": which messages a report is of, in words. */
export const filterText = (
  t: TFunction,
  language: string,
  filter: MessageFilter | undefined,
): string => {
  const { people = [], keyword, thread } = filter ?? {}
  const names = people.slice(0, namedPeople).map(oneLine)
  const others = people.length - names.length
  if (others > 0) names.push(t('choices.filter.others', { count: others }))
  const list = new Intl.ListFormat(language, { type: 'disjunction' })
  const parts = [
    ...(names.length === 0 ? [] : [t('choices.filter.by', { names: list.format(names) })]),
    ...(keyword === undefined ? [] : [t('choices.filter.with', { words: oneLine(keyword) })]),
    ...(thread === undefined ? [] : [t('choices.filter.inThread', { id: oneLine(thread) })]),
  ]
  return parts.length === 0
    ? t('choices.filter.all')
    : t('choices.filter.only', { parts: parts.join(', ') })
}
