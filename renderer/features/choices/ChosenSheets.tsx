import { Checkbox, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { optionalSheets, type OptionalSheet } from '../../../server/contract/workbook.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import classes from './choices.module.css'
import { Origin, type OriginProps } from './Origin.tsx'

interface ChosenSheetsProps extends Pick<OriginProps, 'of' | 'from'> {
  /** Undefined: not chosen here; null: as the settings say, whatever groups have chosen. */
  chosen: readonly OptionalSheet[] | null | undefined
  /** Whether null is offered. */
  canPass: boolean
  /** Those that it has without a choice. */
  usual: readonly OptionalSheet[]
  onChoose: (sheets: OptionalSheet[] | null | undefined) => void
}

/** Sheets of the workbook beside the summary. The first tick makes them a choice of their own. */
export const ChosenSheets = ({ of, from, chosen, canPass, usual, onChoose }: ChosenSheetsProps) => {
  const { t } = useTranslation()
  const nameOf = (sheet: OptionalSheet) => t(`settings.workbook.sheetNames.${sheet}`)
  const shown = chosen ?? usual
  const value = usual.map(nameOf).join(', ') || t('settings.workbook.sheetNames.Summary')
  return (
    <div className={classes.wide}>
      <Checkbox.Group
        label={t('settings.workbook.sheets')}
        value={[...shown]}
        // In one order, however they were ticked.
        onChange={(ticked) => onChoose(optionalSheets.filter((sheet) => ticked.includes(sheet)))}
      >
        <Group gap="lg" mt={6}>
          {optionalSheets.map((sheet) => (
            <Checkbox key={sheet} size="xs" value={sheet} label={nameOf(sheet)} />
          ))}
        </Group>
      </Checkbox.Group>
      <span className={classes.says}>
        <Origin of={of} isOwn={chosen !== undefined} from={from} value={value} />
        {canPass && chosen !== null && (
          <RowButton onClick={() => onChoose(null)}>{t('groups.asApp')}</RowButton>
        )}
        {chosen !== undefined && (
          <RowButton onClick={() => onChoose(undefined)}>{t('choices.leaveOpen')}</RowButton>
        )}
      </span>
    </div>
  )
}
