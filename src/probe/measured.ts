/** Milliseconds since a moment of `performance.now()`, to a tenth. */
export function sinceMs(started: number): number {
  return Math.max(0, Math.round((performance.now() - started) * 10) / 10)
}
