/** One item of performance data. */
export interface Perfdata {
  label: string
  value: number
  unit: string
  warn: string
  critical: string
}

/** What a monitoring system reads from a plugin. */
export interface PluginOutput {
  service: string
  state: string
  text: string
  perfdata: Perfdata[]
  further: string[]
}

// 'label'=value[UOM];[warn];[crit];[min];[max]: a label has no equals sign, and a quote within it is doubled.
const item =
  /^(?:'((?:[^'=]|'')+)'|([^\s'=]+))=(-?\d+(?:\.\d+)?)(us|ms|s|%|B|KB|MB|GB|TB|c)?(?:;([^;\s]*))?(?:;([^;\s]*))?(?:;(-?[\d.]*))?(?:;(-?[\d.]*))?(?:\s+|$)/
// A range of section "Threshold and Ranges": [@][start:][end].
const range = /^$|^@?(?:(?:~|-?[\d.]+):)?(?:-?[\d.]+)?$/

function perfdataIn(text: string): Perfdata[] {
  const items: Perfdata[] = []
  let rest = text.trim()
  while (rest !== '') {
    const found = item.exec(rest)
    if (found === null) throw new Error(`No performance data: ${rest}`)
    const [whole, quoted, bare, value, unit = '', warn = '', critical = ''] = found
    for (const threshold of [warn, critical]) {
      if (!range.test(threshold)) throw new Error(`No range: ${threshold}`)
    }
    const label = quoted?.replaceAll("''", "'") ?? bare ?? ''
    if (items.some((one) => one.label === label)) throw new Error(`Twice: ${label}`)
    items.push({ label, value: Number(value), unit, warn, critical })
    rest = rest.slice(whole.length)
  }
  return items
}

/** Reads the output of a plugin as the guidelines have it; throws where it keeps a rule badly. */
export function pluginOutput(output: string): PluginOutput {
  if (!output.endsWith('\n')) throw new Error('The last line does not end')
  if (Buffer.byteLength(output) > 4096) throw new Error('More than 4 KB')
  const [first = '', ...further] = output.slice(0, -1).split('\n')
  const pieces = first.split('|')
  if (pieces.length > 2) throw new Error(`More than one bar: ${first}`)
  const bar = further.find((line) => line.includes('|') || line === '')
  if (bar !== undefined) throw new Error(`A bar or nothing in a further line: ${bar}`)
  const [, service, state, text] =
    /^([A-Z]+) (OK|WARNING|CRITICAL|UNKNOWN): (\S.*)$/.exec((pieces[0] ?? '').trimEnd()) ?? []
  if (service === undefined || state === undefined || text === undefined)
    throw new Error(`No status: ${first}`)
  return { service, state, text, perfdata: perfdataIn(pieces[1] ?? ''), further }
}
