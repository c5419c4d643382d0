import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSelector } from 'react-redux'
import classes from './health.module.css'
import { selectLeftOut, selectProblems } from './health-slice.ts'

/** One line above everything for each thing that is wrong with the data. */
export const HealthBanner = () => {
  const { t } = useTranslation()
  const problems = useSelector(selectProblems)
  const leftOut = useSelector(selectLeftOut)
  const lines = [
    ...problems.map(({ code, file }) => ({ key: code, text: t(`health.${code}`, { file }) })),
    ...(leftOut > 0 ? [{ key: 'leftOut', text: t('health.leftOut', { count: leftOut }) }] : []),
  ]
  return lines.map(({ key, text }) => (
    <div key={key} className={classes.banner} role="alert" data-problem={key}>
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      <span>{text}</span>
    </div>
  ))
}
