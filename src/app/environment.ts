import type { ProbeEnvironment } from '../model/index.js'

/** Switches of Node that change which certificates it trusts. */
const trustSwitches = ['--use-openssl-ca', '--use-system-ca', '--use-bundled-ca']

/**
 * What this side brings along and could change the result. A certificate may verify on one machine and fail on another
 * only because of these.
 */
export function environment(caFiles: readonly string[], withDemo: boolean): ProbeEnvironment {
  const { env, execArgv, version, versions } = process
  const switches = [...execArgv, ...(env.NODE_OPTIONS ?? '').split(/\s+/)]
  const trust = [
    `bundled roots of Node ${version}`,
    ...trustSwitches.filter((name) => switches.includes(name)).map((name) => `Node's ${name}`),
    ...(env.NODE_EXTRA_CA_CERTS ? ['NODE_EXTRA_CA_CERTS'] : []),
    ...caFiles.map((file) => `--ca-file ${file}`),
    ...(withDemo ? ['root of the embedded demo server'] : []),
  ]
  return { node: version, openssl: versions.openssl, trust }
}
