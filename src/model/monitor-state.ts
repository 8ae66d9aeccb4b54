/** What a monitoring plugin can answer (Monitoring Plugins Development Guidelines, "Plugin Return Codes"). */
export type MonitorState = 'OK' | 'WARNING' | 'CRITICAL' | 'UNKNOWN'

/** The exit code of each answer: not those of the rest of the program. */
export const monitorExitCodes = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 } as const satisfies Record<
  MonitorState,
  number
>
