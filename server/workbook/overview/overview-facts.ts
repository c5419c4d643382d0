import { unreadText } from '../../figures/unread.ts'
import { methodText } from '../../figures/said.ts'
import type { Phrase } from '../../words/report/phrases.ts'
import { CHANGES, deliveryText } from '../design/summary-facts.ts'
import type { OverviewContext } from './context.ts'

/** The rows of "About this report": what is said, and what it is about. */
export function overviewFacts(context: OverviewContext): [string, string][] {
  const { speech, rooms, statistics, people, summary, createdAt, recipients } = context
  const covered = rooms.filter(({ state }) => state === 'covered').length
  const listed = statistics.participants.length
  const of = (n: number, all: number) => ({ n: speech.count(n), all: speech.count(all) })
  const moments =
    statistics.firstAt === null || statistics.lastAt === null
      ? speech.say('none')
      : speech.say('from_to', {
          from: speech.moment(statistics.firstAt),
          to: speech.moment(statistics.lastAt),
        })
  const lines = speech.say('lines', {
    messages: speech.many('messages', statistics.messages),
    system: speech.many('system_lines', statistics.system),
  })
  const hasEarlier = rooms.some(({ earlier }) => earlier !== null)
  const made = { moment: speech.moment(createdAt.getTime()), zone: speech.clock.timeZone }
  const list: [Extract<Phrase, `fact_${string}`>, string][] = [
    ['fact_rooms', speech.say('rooms_covered', of(covered, rooms.length))],
    ['fact_period', context.period],
    ['fact_unread', unreadText(speech, statistics.unread)],
    ['fact_zone', speech.clock.timeZone],
    ['fact_first_last', moments],
    ['fact_lines', lines],
    ['fact_people', listed < people ? speech.say('people_listed', of(listed, people)) : ''],
    ['fact_comparison', hasEarlier ? speech.say('overview_changes') : ''],
    ['fact_summary', methodText(speech, summary)],
    ['fact_read', speech.say('read', of(summary.coverage.read, summary.coverage.messages))],
    ['fact_links', speech.say('overview_links')],
    ['fact_changed', CHANGES],
    ['fact_names', context.isAnonymized ? speech.say('names_replaced') : ''],
    ['fact_delivery', deliveryText(speech, recipients, context.isAnonymized)],
    ['fact_made', speech.say('made', made)],
  ]
  return list.filter(([, value]) => value !== '').map(([name, value]) => [speech.say(name), value])
}
