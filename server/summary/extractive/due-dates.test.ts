import { describe, expect, it } from 'vitest'
import { dueIn } from './due-dates.ts'

describe('due dates', () => {
  // A Wednesday.
  const at = Date.UTC(2024, 4, 1, 9)

  it.each([
    ['send it tomorrow', 'tomorrow', '2024-05-02'],
    ['send it by Friday', 'Friday', '2024-05-03'],
    ['call me at 10am tomorrow', 'at 10am tomorrow', '2024-05-02T10:00'],
    ['finish it in 2 weeks', 'in 2 weeks', '2024-05-15'],
    ['due 2024-06-30', '2024-06-30', '2024-06-30'],
  ])('of %j', (text, words, date) => {
    expect(dueIn(text, at)).toEqual({ text: words, date })
  })

  it.each(['a babysitter that can come to the Heights', 'send it soon', 'version 3 of it'])(
    'are not found in %j',
    (text) => {
      expect(dueIn(text, at)).toBeNull()
    },
  )

  it.each([
    ['Asia/Tokyo', 'tomorrow', '2024-05-04'],
    ['Asia/Tokyo', 'today', '2024-05-03'],
    ['UTC', 'tomorrow', '2024-05-03'],
    ['America/Lima', 'tomorrow', '2024-05-03'],
    ['Asia/Kathmandu', 'at noon tomorrow', '2024-05-04T12:00'],
    ['Pacific/Kiritimati', 'on Saturday', '2024-05-04'],
  ])('are counted in the zone of the report: %s, %s', (timeZone, words, date) => {
    // Thursday evening in Greenwich, Friday morning in Asia.
    expect(dueIn(`send it ${words}`, Date.UTC(2024, 4, 2, 20), timeZone)?.date).toBe(date)
  })

  it('keep the hour that was named on the day when the clocks change', () => {
    const before = Date.UTC(2024, 2, 30, 12)
    expect(dueIn('call me tomorrow at 10am', before, 'Europe/Berlin')?.date).toBe(
      '2024-03-31T10:00',
    )
  })

  it('stay words where nobody knows when they were said', () => {
    expect(dueIn('send it tomorrow', null)).toEqual({ text: 'tomorrow', date: null })
  })
})

// A Wednesday.
const said = Date.UTC(2026, 0, 7, 9)

describe('due dates in other languages', () => {
  it.each([
    ['ich schick es bis Freitag', 'Freitag', '2026-01-09'],
    ['schick ich morgen', 'morgen', '2026-01-08'],
    ['das mache ich übermorgen', 'übermorgen', '2026-01-09'],
    ['schick ich bis mittwochabend rüber', 'bis mittwochabend', '2026-01-07'],
    ['der Vertrag ist bis Montagmittag da', 'bis Montagmittag', '2026-01-12'],
    ['wir treffen uns am 14. wie immer', 'am 14.', '2026-01-14'],
    ['die Frist ist der 10.11. laut Brief', '10.11.', '2026-11-10'],
    ['das ist am 3. März fällig', 'am 3. März', '2026-03-03'],
    ['in zwei Wochen bin ich fertig', 'in zwei Wochen', '2026-01-21'],
    ['ich rufe um 11 Uhr an', 'um 11 Uhr', '2026-01-07T11:00'],
  ])('German: %j', (text, words, date) => {
    expect(dueIn(text, said)).toEqual({ text: words, date })
  })

  it.each([
    ['je l’envoie demain matin', 'demain matin', '2026-01-08'],
    ['je vous appelle vendredi', 'vendredi', '2026-01-09'],
    ['je le fais après-demain', 'après-demain', '2026-01-09'],
    ['je passe ce soir en rentrant', 'ce soir', '2026-01-07'],
    ['je dois rendre ça avant le 12 mars', '12 mars', '2026-03-12'],
    ['on se voit mardi prochain', 'mardi prochain', '2026-01-13'],
    ['je vous écris dans deux jours', 'dans deux jours', '2026-01-09'],
  ])('French: %j', (text, words, date) => {
    expect(dueIn(text, said)).toEqual({ text: words, date })
  })

  it.each([
    ['lo mando mañana', 'mañana', '2026-01-08'],
    ['te llamo pasado mañana', 'pasado mañana', '2026-01-09'],
    ['lo tengo para el viernes', 'viernes', '2026-01-09'],
    ['esta misma tarde le escribo', 'esta misma tarde', '2026-01-07'],
    ['la reunión es el 12 de marzo', '12 de marzo', '2026-03-12'],
    ['lo subo el sabado a las 9', 'sabado a las 9', '2026-01-10T09:00'],
    ['en 3 días lo tienes', 'en 3 días', '2026-01-10'],
  ])('Spanish: %j', (text, words, date) => {
    expect(dueIn(text, said)).toEqual({ text: words, date })
  })

  it.each([
    ['eu mando amanhã', 'amanhã', '2026-01-08'],
    ['trato disso depois de amanhã', 'depois de amanhã', '2026-01-09'],
    ['levo isso na sexta', 'sexta', '2026-01-09'],
    ['esta noite faço o cartaz', 'esta noite', '2026-01-07'],
    ['entrego em dois dias', 'em dois dias', '2026-01-09'],
    ['a reunião é no dia 14', 'no dia 14', '2026-01-14'],
    ['segunda às 9 ligo para eles', 'segunda às 9', '2026-01-12T09:00'],
  ])('Portuguese: %j', (text, words, date) => {
    expect(dueIn(text, said)).toEqual({ text: words, date })
  })
})

describe('times that name no day', () => {
  it.each([
    ["I'll oil the hinges in the next days", 'in the next days'],
    ["I'll oil the hinges next week", 'next week'],
    ["I'll do it at the weekend", 'at the weekend'],
    ['it is on your statement in about a week', 'in about a week'],
    ['ich mache das in den nächsten Tagen', 'in den nächsten Tagen'],
    ['Kündigung schicke ich diese Woche noch', 'diese Woche'],
    ['ich kümmere mich am Wochenende darum', 'am Wochenende'],
    ['je vous envoie ça dans les prochains jours', 'dans les prochains jours'],
    ['je le fais la semaine prochaine', 'la semaine prochaine'],
    ['lo hago en los próximos días', 'en los próximos días'],
    ['lo miro la próxima semana', 'la próxima semana'],
    ['faço isso nos próximos dias', 'nos próximos dias'],
    ['vejo isso na próxima semana', 'na próxima semana'],
  ])('stay words: %j', (text, words) => {
    expect(dueIn(text, said)).toEqual({ text: words, date: null })
  })
})

describe('times that have passed', () => {
  it.each([
    'we talked a lot this past week',
    'it came out a month ago',
    'I sent it last Friday',
    'das kam letzte Woche',
    'ich war gestern da',
    "je l'ai vu hier",
    'lo vimos la semana pasada',
    'foi na semana passada',
  ])('are nothing to be due: %j', (text) => {
    expect(dueIn(text, said)).toBeNull()
  })

  it('do not hide the one to come', () => {
    expect(dueIn('I missed it yesterday, so I send it tomorrow', said)).toEqual({
      text: 'tomorrow',
      date: '2026-01-08',
    })
  })
})

describe('names of months', () => {
  it.each([
    ['new hip in January', 'January'],
    ['we ship it by March', 'March'],
  ])('are words that name no day: %j', (text, words) => {
    expect(dueIn(text, said)).toEqual({ text: words, date: null })
  })

  it.each(['our July meetup is great', 'the January sales report'])(
    'name no time where they tell one of several things apart: %j',
    (text) => {
      expect(dueIn(text, said)).toBeNull()
    },
  )
})
