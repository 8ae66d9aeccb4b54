import { splitAtWidth } from '../render/display-width.js'
import { oneLine } from '../render/sanitise.js'

/** What progress is written to: process.stderr, or a test's stand-in. */
export interface ProgressStream {
  isTTY?: boolean
  columns?: number
  write(text: string): unknown
}

/** A line that says what is going on. */
export interface Progress {
  update(text: string): void
  /** Takes the line away for something else that is written; the next update brings it back. */
  clear(): void
  /** Removes the line; to be called before anything else is written. */
  stop(): void
}

// What is over sooner needs no progress, and a line that only flashes disturbs.
const quietMs = 500
const eraseLine = '\r\u001b[K'

const silent: Progress = { update() {}, clear() {}, stop() {} }

/** One progress line on a terminal, shown once the work has taken half a second; nothing at all elsewhere. */
export function createProgress(
  stream: ProgressStream,
  env: Readonly<Record<string, string | undefined>>,
): Progress {
  if (stream.isTTY !== true || env.TERM === 'dumb') return silent
  let text = ''
  let shown = false
  const draw = () => {
    const [line] = splitAtWidth(oneLine(text), (stream.columns || 80) - 1)
    stream.write(`${eraseLine}${line}`)
    shown = true
  }
  const timer = setTimeout(draw, quietMs)
  timer.unref()
  return {
    update(next) {
      text = next
      if (shown) draw()
    },
    clear() {
      if (shown) stream.write(eraseLine)
    },
    stop() {
      clearTimeout(timer)
      if (shown) stream.write(eraseLine)
      shown = false
    },
  }
}
