import type { DiagnosisDocument, EndpointProbe, Severity } from '../model/index.js'
import { causesIn, isFine } from './findings.js'
import { oneLine } from './sanitise.js'

// One text for both readers. The node exporter's textfile collector takes only the Prometheus text format 0.0.4
// (prometheus/node_exporter issue 1988), for which "# UNIT" and "# EOF" are comments; OpenMetrics 1.0 wants both. So
// nothing is used that the two read differently: gauges alone, single spaces, no empty lines, no time stamps on samples
// (which the collector refuses).

type Labels = Readonly<Record<string, string>>

interface Sample {
  labels: Labels
  value: number
}

interface Family {
  name: string
  unit?: 'seconds'
  help: string
  samples: readonly Sample[]
}

const severities = ['blocker', 'exposure', 'degraded', 'note'] as const satisfies readonly Severity[]

function escaped(text: string): string {
  return oneLine(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')
}

function labelled(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return `{${pairs.join(',')}}`
}

/**
 * The lines of a family; a series that comes twice would make a reader refuse the whole text. Every one bears the target,
 * for the files of several targets lie beside each other and may lead to the same server.
 */
function linesOf({ name, unit, help, samples }: Family, target: string): string[] {
  const series = new Map<string, number>()
  for (const { labels, value } of samples) {
    const place = labelled({ target, ...labels })
    if (Number.isFinite(value) && !series.has(place)) series.set(place, value)
  }
  if (series.size === 0) return []
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    ...[...series].map(([place, value]) => `${name}${place} ${value}`),
  ]
}

/** An empty label is the same as none: what concerns the account as a whole. */
const nowhere: Labels = { protocol: '', host: '', port: '', security: '' }

function placeOf({ endpoint: { protocol, host, port, security } }: Pick<EndpointProbe, 'endpoint'>): Labels {
  return { protocol, host, port: String(port), security }
}

function yes(value: boolean): number {
  return value ? 1 : 0
}

function seconds(ms: number): number {
  return Math.round(ms * 1000) / 1e6
}

function endpointFamilies(endpoints: readonly EndpointProbe[]): Family[] {
  const secured = endpoints.flatMap((probe) => (probe.tls === undefined ? [] : [{ probe, tls: probe.tls }]))
  return [
    {
      name: 'mailadvise_endpoint_ok',
      help: 'Whether every phase of the endpoint succeeded and its certificate verifies.',
      samples: endpoints.map((probe) => ({ labels: placeOf(probe), value: yes(isFine(probe)) })),
    },
    {
      name: 'mailadvise_endpoint_duration_seconds',
      unit: 'seconds',
      help: 'Time from the start of the look at an endpoint to its end.',
      samples: endpoints.map((probe) => ({ labels: placeOf(probe), value: seconds(probe.ms) })),
    },
    {
      name: 'mailadvise_phase_duration_seconds',
      unit: 'seconds',
      help: 'Time that a phase took, where it succeeded.',
      samples: endpoints.flatMap((probe) =>
        probe.phases
          .filter(({ outcome }) => outcome === 'observed')
          .map(({ name, ms }) => ({ labels: { ...placeOf(probe), phase: name }, value: seconds(ms) })),
      ),
    },
    {
      name: 'mailadvise_tls_verified',
      help: 'Whether the certificate verifies for the host.',
      samples: secured.map(({ probe, tls }) => ({ labels: placeOf(probe), value: yes(tls.verified) })),
    },
    {
      name: 'mailadvise_certificate_not_after_timestamp_seconds',
      unit: 'seconds',
      help: 'End of the certificate in seconds since 1970.',
      samples: secured.map(({ probe, tls }) => ({
        labels: placeOf(probe),
        value: Date.parse(tls.certificate?.validTo ?? '') / 1000,
      })),
    },
  ]
}

function findingFamilies(document: DiagnosisDocument): Family[] {
  const causes = causesIn(document)
  return [
    {
      name: 'mailadvise_findings',
      help: 'Root causes that were found, by severity.',
      samples: severities.map((severity) => ({
        labels: { severity },
        value: causes.filter(({ finding }) => finding.severity === severity).length,
      })),
    },
    {
      name: 'mailadvise_finding',
      help: 'A finding that holds; explained by mailadvise explain ID.',
      samples: document.findings.map(({ id, severity, rootCause, endpoint }) => ({
        labels: {
          ...{ id, severity, root_cause: rootCause },
          ...(endpoint === undefined ? nowhere : placeOf({ endpoint })),
        },
        value: 1,
      })),
    },
  ]
}

/**
 * A diagnosis as metrics for the textfile collector of the node exporter, and for readers of OpenMetrics. It names targets
 * and hosts, and no user.
 *
 * @param answer conclusive: false where a fault of this side, or a break, kept it from learning anything
 */
export function openMetrics(document: DiagnosisDocument, answer: { conclusive: boolean }): string {
  const families: Family[] = [
    {
      name: 'mailadvise_info',
      help: 'The program that made these metrics.',
      samples: [{ labels: { version: document.tool.version }, value: 1 }],
    },
    {
      name: 'mailadvise_probe_timestamp_seconds',
      unit: 'seconds',
      help: 'When the servers were looked at, in seconds since 1970.',
      samples: [{ labels: {}, value: Date.parse(document.request.startedAt) / 1000 }],
    },
    {
      name: 'mailadvise_conclusive',
      help: 'Whether the look showed something about the servers: 0 where this machine is at fault.',
      samples: [{ labels: {}, value: yes(answer.conclusive) }],
    },
    ...findingFamilies(document),
    ...endpointFamilies(document.endpoints),
  ]
  const target = document.request.targets.join(' ')
  return `${[...families.flatMap((family) => linesOf(family, target)), '# EOF'].join('\n')}\n`
}
