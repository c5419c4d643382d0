import { reportLanguages, type ReportLanguage } from '../contract/workbook.ts'

/** The last of two, as the parser takes them, so that help and refusals can be said before anything is parsed. */
const flag = /^--(?:report-)?language(?:=(.*))?$/

/**
 * The language that a person has chosen by flag or variable, which is that of the reports, too; English otherwise.
 *
 * @param args what stands behind the name of the program
 */
export function chosenLanguage(args: readonly string[], env: NodeJS.ProcessEnv): ReportLanguage {
  let chosen = env['RAPPORTEUR_REPORT_LANGUAGE']
  args.forEach((arg, index) => {
    const match = flag.exec(arg)
    if (match) chosen = match[1] ?? args[index + 1]
  })
  return reportLanguages.find((language) => language === chosen) ?? 'en'
}
