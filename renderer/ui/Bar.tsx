import classes from './bar.module.css'

export interface BarProps {
  /** 0 to 1, or null while the total is unknown. */
  fraction: number | null
  /** The bar of the batch is a progressbar to a screen reader; a row says its percent in words. */
  label?: string
  tone?: 'accent' | 'good' | 'bad'
}

export const Bar = ({ fraction, label, tone = 'accent' }: BarProps) => {
  const percent = fraction === null ? null : Math.round(fraction * 1_000) / 10
  const spoken = label
    ? {
        role: 'progressbar',
        'aria-label': label,
        'aria-valuemin': 0,
        'aria-valuemax': 100,
        ...(percent !== null && { 'aria-valuenow': Math.floor(percent) }),
      }
    : { 'aria-hidden': true }
  return (
    <div className={classes.track} data-tone={tone} {...spoken}>
      <div
        className={percent === null ? classes.unknown : classes.fill}
        style={percent === null ? undefined : { transform: `scaleX(${percent / 100})` }}
      />
    </div>
  )
}
