/** Colours of a page by what they are for; each theme has all of them. */
export interface Palette {
  page: string
  panel: string
  text: string
  dim: string
  line: string
  link: string
  bad: string
  badBack: string
  warn: string
  warnBack: string
  good: string
  goodBack: string
  note: string
  noteBack: string
  bar: string
}

/** The two themes. Texts keep a contrast of 4.5 to 1 against what is behind them, bars one of 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11). */
export const palettes: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    page: '#ffffff',
    panel: '#f5f6f8',
    text: '#1b1f24',
    dim: '#55606e',
    line: '#d3d8df',
    link: '#0b57b0',
    bad: '#a3121f',
    badBack: '#fdecee',
    warn: '#7a4b00',
    warnBack: '#fff4dc',
    good: '#12633a',
    goodBack: '#e6f5ec',
    note: '#24507c',
    noteBack: '#e9f1fa',
    bar: '#3a76b8',
  },
  dark: {
    page: '#14171b',
    panel: '#1d2127',
    text: '#e7eaee',
    dim: '#a3adba',
    line: '#3a424d',
    link: '#86b9f4',
    bad: '#ff9aa2',
    badBack: '#3b181c',
    warn: '#f2c46d',
    warnBack: '#37290d',
    good: '#86d9a8',
    goodBack: '#12301f',
    note: '#a5cbf2',
    noteBack: '#182b40',
    bar: '#5f9bdc',
  },
}

function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';')
}

const sans = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif'
const mono = 'ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace'

/** The style sheet of every page: no file beside it, both themes, a form for paper. */
export const style = `
:root{color-scheme:light dark;${variables(palettes.light)}}
@media (prefers-color-scheme:dark){:root{${variables(palettes.dark)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 ${sans};overflow-wrap:break-word}
main,footer{max-width:52rem;margin:0 auto;padding:0 1.25rem}
main{padding-top:1.5rem}
.kind{margin:0;color:var(--dim);font-size:.875rem}
h1{margin:0 0 1rem;font-size:1.6rem;line-height:1.25}
h2{margin:2.25rem 0 .75rem;font-size:1.2rem;line-height:1.3}
h3{margin:0 0 .5rem;font-size:1.05rem;line-height:1.35}
h4{margin:1rem 0 .25rem;font-size:.875rem;color:var(--dim)}
p{margin:.5rem 0}
ul,ol{margin:.25rem 0 .5rem;padding-left:1.4rem}
li{margin:.25rem 0}
a{color:var(--link)}
code,pre,.server{font-family:${mono};font-size:.875em}
.server{border-left:3px solid var(--line);padding-left:.4rem}
.verdict{margin:0 0 1rem;padding:.8rem 1rem;border-left:.35rem solid;border-radius:.35rem}
.verdict p{margin:.2rem 0 0;color:var(--text)}
.verdict>strong{font-size:1.15rem}
.bad{color:var(--bad)}.warn{color:var(--warn)}.good{color:var(--good)}.note{color:var(--note)}.dim{color:var(--dim)}
.verdict.bad,.tag.bad{background:var(--badBack)}
.verdict.warn,.tag.warn{background:var(--warnBack)}
.verdict.good,.tag.good{background:var(--goodBack)}
.verdict.note,.tag.note{background:var(--noteBack)}
.tag{display:inline-block;margin-right:.5rem;padding:.1rem .5rem;border-radius:.3rem;font-size:.75rem;font-weight:700;letter-spacing:.03em;text-transform:uppercase;vertical-align:.1em}
.finding{margin:0 0 1rem;padding:1rem 1.1rem;border:1px solid var(--line);border-radius:.5rem;background:var(--panel)}
.finding>:last-child{margin-bottom:0}
table{width:100%;border-collapse:collapse;font-size:.925rem}
caption{padding-bottom:.4rem;text-align:left;color:var(--dim);font-size:.875rem}
th,td{padding:.45rem .6rem .45rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
thead th{color:var(--dim);font-weight:600;white-space:nowrap}
td{overflow-wrap:anywhere}
tbody th{font-weight:600}
td:last-child{padding-right:0}
details{margin:.5rem 0;border-top:1px solid var(--line)}
summary{padding:.5rem 0;cursor:pointer;font-weight:600}
summary:focus-visible,a:focus-visible,pre:focus-visible{outline:2px solid var(--link);outline-offset:2px}
pre{margin:.25rem 0 .75rem;padding:.75rem;overflow-x:auto;border:1px solid var(--line);border-radius:.35rem;background:var(--panel);line-height:1.45}
figure{margin:1.25rem 0}
figcaption{margin-bottom:.25rem;font-size:.925rem;font-weight:600}
svg{display:block;width:100%;overflow:visible}
svg text{fill:var(--text);font:13px ${sans}}
svg .track{stroke:var(--line)}
svg .bar{fill:var(--bar);stroke:var(--bar)}
svg .bar.bad{fill:var(--bad);stroke:var(--bad)}
svg text.bad{fill:var(--bad);font-weight:700}
footer{padding-top:1rem;padding-bottom:2rem;color:var(--dim);font-size:.875rem}
@media (max-width:36rem){
main,footer{padding-left:.9rem;padding-right:.9rem}
h1{font-size:1.35rem}
.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stack,.stack caption,.stack tbody,.stack tr,.stack th,.stack td{display:block;padding:0;border:0}
.stack tr{padding:.5rem 0;border-bottom:1px solid var(--line)}
.stack td[data-label]::before{content:attr(data-label) ": ";color:var(--dim)}
}
@media print{
:root{color-scheme:light;${variables(palettes.light)}}
body{font-size:10.5pt}
main,footer{max-width:none;padding:0}
.finding,figure,table,tr{break-inside:avoid}
h2,h3,h4,summary{break-after:avoid}
pre{white-space:pre-wrap;overflow:visible}
details::details-content{content-visibility:visible;block-size:auto}
a[href]::after{content:" (" attr(href) ")";font-size:.85em}
*{print-color-adjust:exact}
}
`

/**
 * SHA-256 of the style sheet in base64, by which a page allows it. It is written down because renderers stay pure; a test
 * says the right one after a change.
 */
export const styleHash = 'N+t7lv1QajiRQ5ez09CcejPlklw/X+tPmYlGUyV7OpI='
