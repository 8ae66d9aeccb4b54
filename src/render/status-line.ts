import type { MonitorState } from '../model/index.js'
import { oneLine } from './sanitise.js'

/** What the status line calls the service. */
const service = 'MAIL'

// It also goes into short messages.
const mostCharacters = 240

/** Text on one line, without the character that starts the performance data of a plugin. */
export function withoutBars(text: string): string {
  return oneLine(text).replaceAll('|', '\u00a6')
}

function cut(text: string, limit: number): string {
  const characters = [...text]
  return characters.length > limit ? `${characters.slice(0, limit - 3).join('')}...` : text
}

/**
 * The line that a monitoring plugin begins with: SERVICE STATUS: text (Monitoring Plugins Development Guidelines, "Plugin
 * Output for Nagios"). Without anything behind it, it is the answer of one that could not do its work.
 */
export function statusLine(state: MonitorState, text: string): string {
  return cut(withoutBars(`${service} ${state}: ${text}`), mostCharacters)
}
