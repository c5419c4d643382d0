import { slots } from './scenes.mjs'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** Fills the blanks of one scene; a blank keeps its value through the scene. */
function filler(random) {
  const values = new Map([['ticket', String(random.between(1_000, 9_999))]])
  const fill = (text) =>
    text.replace(/\{(\w+)\}/g, (_, name) => {
      if (!values.has(name)) values.set(name, fill(random.pick(slots[name])))
      return values.get(name)
    })
  return (text) => {
    const filled = fill(text)
    return filled.charAt(0).toUpperCase() + filled.slice(1)
  }
}

/** Minutes after midnight at which people of an office write: little at dawn, much at eleven. */
function officeMinute(random) {
  const hour = random.pick([7, 8, 9, 9, 10, 10, 10, 11, 11, 11, 12, 13, 14, 14, 15, 15, 16, 16, 17, 18])
  return hour * 60 + random.between(0, 59)
}

/**
 * `count` messages on the working days from `firstDay` on, in order.
 *
 * @returns {{at: number, author: string, text: string, scene: number, line: number}[]}
 */
export function conversation({ random, scenes, people, count, firstDay, days }) {
  const starts = []
  const average = scenes.reduce((sum, scene) => sum + scene.length, 0) / scenes.length
  const sceneCount = Math.ceil((count / average) * 1.15)
  const working = []
  for (let day = 0; working.length < days; day++) {
    const at = firstDay + day * DAY
    const weekday = new Date(at).getUTCDay()
    // A little is written at weekends too.
    if ((weekday !== 0 && weekday !== 6) || random.chance(0.1)) working.push(at)
  }
  for (let index = 0; index < sceneCount; index++) {
    starts.push(random.pick(working) + officeMinute(random) * MINUTE + random.between(0, 59) * 1_000)
  }
  starts.sort((a, b) => a - b)

  const messages = starts.flatMap((start, scene) => {
    const fill = filler(random)
    const cast = [...people].sort(() => random.next() - 0.5).slice(0, 3)
    const roles = { a: cast[0], b: cast[1], c: cast[2] }
    let at = start
    return random.pick(scenes).map(([role, template], line) => {
      at += line === 0 ? 0 : random.between(8, 240) * 1_000
      return { at, author: roles[role], text: fill(template), scene, line }
    })
  })
  return messages.sort((a, b) => a.at - b.at).slice(0, count)
}
