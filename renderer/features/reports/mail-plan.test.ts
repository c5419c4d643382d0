import { expect, it } from 'vitest'
import { planMails } from './mail-plan.ts'

const asked = {
  roomOids: ['a', 'b', 'c'],
  isOverview: false,
  isDigest: false,
  usual: ['lead@b.example'],
  ofSettings: ['site@b.example'],
  own: [],
}

it('counts a mail for each room, or one for all of them', () => {
  expect(planMails(asked)).toEqual({ recipients: ['lead@b.example'], mails: 3, isDigest: false })
  expect(planMails({ ...asked, isDigest: true }).mails).toBe(1)
  expect(planMails({ ...asked, isOverview: true }).mails).toBe(1)
  expect(planMails({ ...asked, usual: [] })).toEqual({ recipients: [], mails: 0, isDigest: false })
})

it('names those whom rooms have chosen themselves, in a mail of their own', () => {
  const own = [
    { roomOid: 'b', options: { recipients: ['own@b.example', 'lead@b.example'] } },
    { roomOid: 'c', options: { recipients: [] } },
    { roomOid: 'elsewhere', options: { recipients: ['nobody@b.example'] } },
  ]
  const recipients = ['lead@b.example', 'own@b.example']
  expect(planMails({ ...asked, own })).toMatchObject({ recipients, mails: 2 })
  expect(planMails({ ...asked, own, isDigest: true }).mails).toBe(2)
  expect(planMails({ ...asked, own, usual: [] })).toMatchObject({
    recipients: ['own@b.example', 'lead@b.example'],
    mails: 1,
  })
  expect(planMails({ ...asked, own, isOverview: true }).recipients).toEqual(['lead@b.example'])
})

it('names those of the settings for a room that takes nobody from its group', () => {
  const own = [{ roomOid: 'b', options: { recipients: null } }]
  expect(planMails({ ...asked, own })).toMatchObject({
    recipients: ['lead@b.example', 'site@b.example'],
    mails: 3,
  })
  expect(planMails({ ...asked, own, ofSettings: [] })).toMatchObject({
    recipients: ['lead@b.example'],
    mails: 2,
  })
})
