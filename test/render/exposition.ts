/** One series with its value. */
export interface Series {
  name: string
  labels: Record<string, string>
  value: number
}

const label = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/

function labelsIn(text: string): Record<string, string> {
  const labels: Record<string, string> = {}
  let rest = text
  while (rest !== '') {
    const [whole, name = '', value = '', comma] = label.exec(rest) ?? []
    if (whole === undefined || (comma === ',' && rest === whole)) throw new Error(`No label: ${rest}`)
    if (name in labels) throw new Error(`Label twice: ${name}`)
    labels[name] = value.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter))
    rest = rest.slice(whole.length)
  }
  return labels
}

const sample = /^([a-z_][a-z0-9_]*)(?:\{(.*)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/

/**
 * Reads metrics by what the Prometheus text format 0.0.4 and OpenMetrics 1.0 have in common, and by the rules of each
 * where they are stricter; throws where one of the two would refuse the text.
 */
export function exposition(text: string): Series[] {
  if (!text.endsWith('\n# EOF\n')) throw new Error('OpenMetrics ends with # EOF')
  const seen = new Set<string>()
  const families = new Set<string>()
  const series: Series[] = []
  let family = { name: '', described: new Set<string>() }
  for (const line of text.slice(0, -'# EOF\n'.length - 1).split('\n')) {
    const [, kind, name = '', rest = ''] = /^# (HELP|TYPE|UNIT) (\S+) (.+)$/.exec(line) ?? []
    if (kind !== undefined) {
      if (name !== family.name) {
        if (families.has(name)) throw new Error(`Family in two places: ${name}`)
        families.add(name)
        family = { name, described: new Set() }
      }
      if (family.described.has(kind)) throw new Error(`${kind} twice: ${name}`)
      family.described.add(kind)
      if (kind === 'TYPE' && rest !== 'gauge') throw new Error(`Not read alike by both: ${rest}`)
      if (kind === 'UNIT' && !name.endsWith(`_${rest}`)) throw new Error(`${name} does not end in its unit`)
      continue
    }
    const found = sample.exec(line)
    if (found === null) throw new Error(`No sample: ${line}`)
    const [, own = '', labels = '', value] = found
    if (own !== family.name || !family.described.has('TYPE')) throw new Error(`Not below its family: ${own}`)
    const read = { name: own, labels: labelsIn(labels), value: Number(value) }
    const identity = JSON.stringify([
      own,
      Object.entries(read.labels)
        .filter(([, text]) => text !== '')
        .sort(),
    ])
    if (seen.has(identity)) throw new Error(`Series twice: ${line}`)
    seen.add(identity)
    series.push(read)
  }
  return series
}
