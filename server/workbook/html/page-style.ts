import { palette } from '../design/palette.ts'

/** The look of the page, on screens of any size, dark or light, and on paper. */
export function pageStyle(themeColor?: string): string {
  const { accent, heading, wash } = palette(themeColor)
  return `
:root{color-scheme:light dark;--accent:#${accent};--heading:#${heading};--wash:#${wash};--ink:#1b242d;--muted:#52606d;--line:#d5dce2;--paper:#fff;--empty:#eef1f4}
@media (prefers-color-scheme:dark){:root{--accent:color-mix(in srgb,#${accent} 62%,#fff);--heading:#e6ebf0;--wash:#1f2730;--ink:#e6ebf0;--muted:#a3b0bc;--line:#36414c;--paper:#14191f;--empty:#232b34}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;overflow-wrap:anywhere}
main{max-width:880px;margin:0 auto;padding:24px 16px 48px}
h1{margin:0;font-size:1.75rem;line-height:1.25}
h2{margin:2.25rem 0 .75rem;padding-bottom:.25rem;border-bottom:1px solid var(--line);font-size:1.15rem;color:var(--heading)}
h3{margin:1.25rem 0 .5rem;font-size:1rem;color:var(--muted)}
p{margin:0}
.about,.meta,footer{color:var(--muted);font-size:.875rem}
.about{margin-top:.25rem}
.lead{margin:1.25rem 0;padding:.9rem 1.1rem;border-left:4px solid var(--accent);background:var(--wash);font-size:1.1rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:10px;margin:0}
.tiles div{padding:.6rem .8rem;border:1px solid var(--line);border-radius:8px}
.tiles dt{color:var(--muted);font-size:.8rem}
.tiles dd{margin:0;font-size:1.15rem;font-weight:600}
ul.items{list-style:none;margin:0;padding:0}
ul.items li{padding:.65rem 0;border-bottom:1px solid var(--line)}
ul.items li:last-child{border-bottom:0}
.items p+p{margin-top:.15rem}
.facts{margin:.75rem 0 0;padding-left:1.2rem}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,360px),1fr));gap:24px}
figure{margin:0}
figcaption{margin-bottom:.4rem;font-weight:600;font-size:.9rem}
svg{display:block;width:100%;max-width:520px;height:auto}
.grid{stroke:var(--line);stroke-width:1}
.tick{fill:var(--muted);font-size:10.5px}
.bar,.cell{fill:var(--accent)}
.before{fill:var(--line)}
.cell.none{fill:var(--empty)}
.legend{margin-left:1rem;color:var(--muted);font-weight:400}
.legend i{display:inline-block;width:.7em;height:.7em;margin:0 .35em 0 .7em;border-radius:2px}
.legend .now{background:var(--accent)}
.legend .before{background:var(--line)}
table{width:100%;border-collapse:collapse;font-size:.925rem}
th,td{padding:.4rem .5rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{color:var(--muted);font-weight:600}
.number{text-align:right;font-variant-numeric:tabular-nums}
a{color:inherit;text-decoration-color:var(--accent);text-underline-offset:2px}
footer{margin-top:2.5rem;padding-top:1rem;border-top:1px solid var(--line)}
@media print{main{max-width:none;padding:0}h2{break-after:avoid}li,figure,tr{break-inside:avoid}body{font-size:11pt}}
`
}
