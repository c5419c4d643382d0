import { Button } from '@mantine/core'
import { IconBroadcast, IconFileImport, IconStack2, type TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isElsewhere } from '../../api/shown-server.ts'
import { useAppDispatch } from '../../api/services.ts'
import { importSamples, LatestImports, pickImports } from '../imports/index.ts'
import { ModelOffer } from '../settings/index.ts'
import classes from './welcome.module.css'
import german from './workbook-de.jpg'
import english from './workbook-en.jpg'

const Way = ({
  icon: Icon,
  title,
  text,
  children,
}: {
  icon: TablerIcon
  title: string
  text: string
  children: ReactNode
}) => (
  <li className={classes.way}>
    <Icon size={20} stroke={1.75} aria-hidden />
    <div>
      <h2>{title}</h2>
      <p>{text}</p>
    </div>
    <div className={classes.act}>{children}</div>
  </li>
)

/** What one gets; made by `npm run screenshots -- picture`. */
const Picture = () => {
  const { t, i18n } = useTranslation()
  const source = i18n.language.startsWith('de') ? german : english
  return (
    <figure className={classes.picture}>
      <img src={source} alt={t('welcome.pictureAlt')} width={860} height={720} />
      <figcaption>{t('welcome.picture')}</figcaption>
    </figure>
  )
}

export interface WelcomeViewProps {
  onLiveFeed: () => void
  onSettings: () => void
}

/** The window before the first room: what one gets, and three things to do, each of them real. */
export const WelcomeView = ({ onLiveFeed, onSettings }: WelcomeViewProps) => {
  const { t } = useTranslation()
  const dispatch = useAppDispatch()
  return (
    <div className={classes.page}>
      {/* First: in a small window, what has just been begun must be in sight. */}
      <LatestImports />
      <div className={classes.first}>
        <div className={classes.target}>
          <h1>{t('welcome.title')}</h1>
          <p className={classes.lead}>
            {t(isElsewhere() ? 'welcome.textElsewhere' : 'welcome.text')}
          </p>
          <ul>
            <Way icon={IconFileImport} title={t('welcome.dropTitle')} text={t('welcome.dropText')}>
              <Button size="sm" onClick={() => void dispatch(pickImports('files'))}>
                {t('welcome.choose')}
              </Button>
              <Button
                size="sm"
                variant="default"
                onClick={() => void dispatch(pickImports('folder'))}
              >
                {t('welcome.chooseFolder')}
              </Button>
            </Way>
            {!isElsewhere() && (
              <Way
                icon={IconStack2}
                title={t('welcome.samplesTitle')}
                text={t('welcome.samplesText')}
              >
                <Button size="sm" variant="default" onClick={() => void dispatch(importSamples())}>
                  {t('welcome.samples')}
                </Button>
              </Way>
            )}
            <Way
              icon={IconBroadcast}
              title={t('welcome.liveTitle')}
              text={t(isElsewhere() ? 'welcome.liveTextElsewhere' : 'welcome.liveText')}
            >
              <Button size="sm" variant="default" onClick={onLiveFeed}>
                {t('welcome.live')}
              </Button>
            </Way>
          </ul>
        </div>
        <Picture />
      </div>
      <ModelOffer onSettings={onSettings} />
    </div>
  )
}
