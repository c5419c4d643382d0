import { useTranslation } from 'react-i18next'
import { NumberField } from './fields.tsx'
import { Section } from './Section.tsx'

/** How reports run and how long their files stay. */
export const ReportsPanel = () => {
  const { t } = useTranslation()
  return (
    <>
      <Section title={t('settings.reports.title')}>
        <NumberField
          name="concurrency"
          label={t('settings.reports.concurrency')}
          hint={t('settings.reports.concurrencyHint')}
        />
        <NumberField
          name="threads"
          label={t('settings.reports.threads')}
          hint={t('settings.reports.threadsHint')}
          placeholder={t('settings.reports.threadsAuto')}
          optional
        />
      </Section>
      <Section title={t('settings.reports.retentionTitle')}>
        <NumberField
          name="retentionDays"
          label={t('settings.reports.retention')}
          hint={t('settings.reports.retentionHint')}
          placeholder={t('settings.reports.forEver')}
          unit={t('settings.reports.days')}
          optional
        />
      </Section>
    </>
  )
}
