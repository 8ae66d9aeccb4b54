const units = ['kB', 'MB', 'GB', 'TB'] as const

/** A number with its thousands apart, for example 12,431. Not by Intl: setting that up costs every start 10 ms. */
export function count(value: number): string {
  return value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** A number of things, with the plural made by an s. */
export function countOf(value: number, thing: string): string {
  return `${count(value)} ${thing}${value === 1 ? '' : 's'}`
}

/** Bytes in decimal units, with two digits at least, for example 4.1 GB. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${count(bytes)} bytes`
  let value = bytes
  let unit: string = 'bytes'
  for (const next of units) {
    if (value < 999.5) break
    value /= 1000
    unit = next
  }
  const digits = value < 9.95 ? 1 : 0
  return `${value.toFixed(digits).replace(/\.0$/, '')} ${unit}`
}

/** Seconds as a person says them, for example 55 min. */
export function span(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds)} s`
  if (seconds < 100 * 60) return `${Math.round(seconds / 60)} min`
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} days`
}
