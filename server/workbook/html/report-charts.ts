import type { Speech } from '../../words/speech.ts'
import { chartKinds, courseText, hourLabel, hoursText } from '../design/activity-charts.ts'
import { beforeByPeriod } from '../design/before.ts'
import { periodsOf } from '../design/periods.ts'
import type { RoomStatistics } from '../statistics.ts'
import { barSvg, type Bars } from './bar-svg.ts'
import { heatSvg } from './heat-svg.ts'
import { html, nothing, type Markup } from '../../words/markup.ts'

/** More bars than this cannot be told apart on a phone. */
const MAX_BARS = 60

/** What the Activity sheet draws, as far as it tells something: the course, the hours, the week. */
export function reportCharts(statistics: RoomStatistics, speech: Speech): Markup {
  const periods = periodsOf(statistics.days, speech, MAX_BARS)
  const kinds = chartKinds({ statistics, periods })
  const count = (value: number): string => speech.count(value)
  const title = speech.say(`per_${periods.unit}`)
  const before = beforeByPeriod({ statistics, periods })
  const course: Bars = {
    title,
    description: courseText(speech, title, periods.items),
    count,
    bars: periods.items.map(({ label, messages }, index) => ({
      label,
      value: messages,
      ...(before === null ? {} : { before: before[index] ?? 0 }),
    })),
    ...(before === null
      ? {}
      : { legend: { now: speech.say('this_time'), before: speech.say('time_before') } }),
  }
  const hours = speech.say(statistics.days.length === 1 ? 'chart_hours_one_day' : 'chart_hours')
  const week = speech.say('week_by_hour')
  const drawn = [
    ...(kinds.includes('course') ? [barSvg(course)] : []),
    ...(kinds.includes('hours')
      ? [
          barSvg({
            title: hours,
            description: hoursText(speech, hours, statistics.hours),
            count,
            bars: statistics.hours.map((value, hour) => ({ label: hourLabel(hour), value })),
          }),
        ]
      : []),
    ...(kinds.includes('weekdays')
      ? [
          heatSvg({
            title: week,
            description: week,
            count,
            values: statistics.week,
            rows: speech.list('weekdays'),
            columns: Array.from({ length: 24 }, (_, hour) => hourLabel(hour)),
          }),
        ]
      : []),
  ]
  if (drawn.length === 0) return nothing
  return html`<section>
    <h2>${speech.say('sheet_Activity')}</h2>
    <div class="charts">${drawn}</div>
  </section>`
}
