import { useTranslation } from 'react-i18next'
import type { SummaryUsage } from '../../../server/contract/summary.ts'
import { formatCost, formatCount } from '../../ui/format.ts'
import classes from './details.module.css'

/** What the model server was asked for one room. */
export const UsageFacts = ({ usage }: { usage: SummaryUsage }) => {
  const { t } = useTranslation()
  const { calls, inputTokens, outputTokens, cost, estimated, reusedParts } = usage
  const facts = [
    [t('details.usage.calls'), formatCount(calls)],
    [t('details.usage.input'), formatCount(inputTokens)],
    [t('details.usage.output'), formatCount(outputTokens)],
    ...(cost === null ? [] : [[t('details.usage.cost'), formatCost(cost)] as const]),
    ...(reusedParts === 0 ? [] : [[t('details.usage.reused'), formatCount(reusedParts)] as const]),
  ] as const
  return (
    <>
      <dl className={classes.usage} data-testid="usage">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {estimated && <p className={classes.muted}>{t('details.usage.estimated')}</p>}
    </>
  )
}
