import { describe, expect, it } from 'vitest'
import type { ReportOptions } from '../contract/report-options.ts'
import { defaultWorkbookChoices } from '../contract/workbook.ts'
import type { PinnedOptions } from '../ports/report.ts'
import { noChoices } from './choices.ts'
import { prepareReports, type WorkbookDefaults } from './prepare.ts'

const keepLogo = async (path: string) => ({ file: `kept-${path}` })

async function prepared(
  options: ReportOptions | undefined,
  settings: Partial<WorkbookDefaults> = {},
) {
  const { reports } = await prepareReports(
    { roomOids: ['a'], ...(options === undefined ? {} : { options }) },
    {
      rooms: { existing: async (roomOids) => new Set(roomOids), place: async () => null },
      recipients: () => [],
      workbookDefaults: () => ({ ...defaultWorkbookChoices, logo: null, ...settings }),
      keepLogo,
      now: () => 0,
      lastRead: () => Promise.resolve(null),
      choices: noChoices,
    },
  )
  return reports[0]?.options as PinnedOptions
}

describe('the choices of a workbook', () => {
  it('are those of the contract when nobody has chosen', async () => {
    expect((await prepared(undefined)).workbook).toEqual({ ...defaultWorkbookChoices, logo: null })
  })

  it('are pinned as the settings say at the moment the report is made', async () => {
    const settings = { timeZone: 'Asia/Tokyo', sheets: [], anonymize: true, logo: '/a.png' }
    expect((await prepared({}, settings)).workbook).toMatchObject({
      timeZone: 'Asia/Tokyo',
      sheets: [],
      anonymize: true,
      logo: { file: 'kept-/a.png' },
    })
  })

  it('are those of the request where it names any', async () => {
    const asked = { workbook: { timeZone: 'Europe/Berlin', anonymize: false } }
    const options = await prepared(asked, { anonymize: true, themeColor: '004400' })
    expect(options.workbook).toMatchObject({
      timeZone: 'Europe/Berlin',
      anonymize: false,
      themeColor: '004400',
    })
  })

  it('leave the logo of the settings out when the request does', async () => {
    expect(
      (await prepared({ workbook: { logo: false } }, { logo: '/a.png' })).workbook?.logo,
    ).toBeNull()
  })
})
