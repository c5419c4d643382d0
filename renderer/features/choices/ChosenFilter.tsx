import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageFilter } from '../../../server/contract/report-options.ts'
import { RowButton } from '../../ui/RowButton.tsx'
import classes from './choices.module.css'
import { draftOfFilter, filterProblem, noFilter, toFilter, type FilterDraft } from './filter.ts'
import { FilterFields } from './FilterFields.tsx'
import { filterText } from './filter-text.ts'
import { Origin, type OriginProps } from './Origin.tsx'

interface ChosenFilterProps extends Pick<OriginProps, 'of' | 'from'> {
  /** Undefined: not chosen here; null: all messages, whatever groups have chosen. */
  chosen: MessageFilter | null | undefined
  /** Whether null is offered. */
  canPass: boolean
  /** What counts without a choice. */
  usual: MessageFilter | undefined
  onChoose: (filter: MessageFilter | null | undefined) => void
}

/** Which messages are read. Names are kept at once, lines once they are left. */
export const ChosenFilter = ({ of, from, chosen, canPass, usual, onChoose }: ChosenFilterProps) => {
  const { t, i18n } = useTranslation()
  const [draft, setDraft] = useState<FilterDraft>(() => draftOfFilter(chosen ?? undefined))
  const keep = (those: FilterDraft) => {
    const filter = toFilter(those)
    if (filterProblem(those) !== null) return
    // Fields that are left empty change nothing where all messages were chosen.
    if (JSON.stringify(filter ?? null) !== JSON.stringify(chosen ?? null)) onChoose(filter)
  }
  const empty = (filter: null | undefined) => () => {
    setDraft(noFilter)
    onChoose(filter)
  }
  return (
    <fieldset className={classes.filter}>
      <legend>{t('choices.filter.title')}</legend>
      <div className={classes.fields}>
        <FilterFields
          draft={draft}
          onChange={(changed) => {
            setDraft(changed)
            if (changed.people !== draft.people) keep(changed)
          }}
          onTyped={() => keep(draft)}
        />
      </div>
      <p className={classes.filterSays} role="status">
        {chosen && <span>{filterText(t, i18n.language, chosen)}. </span>}
        <Origin
          of={of}
          isOwn={chosen !== undefined}
          from={from}
          value={filterText(t, i18n.language, usual)}
        />
        {canPass && chosen !== null && (
          <RowButton onClick={empty(null)}>{t('choices.filter.clear')}</RowButton>
        )}
        {chosen !== undefined && (
          <RowButton onClick={empty(undefined)}>
            {t(canPass || chosen === null ? 'choices.leaveOpen' : 'choices.filter.clear')}
          </RowButton>
        )}
      </p>
    </fieldset>
  )
}
