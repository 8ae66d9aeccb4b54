import { limits } from '../../net/index.js'
import { failureAt, firstOfHost, type Look } from './look.js'
import { placeIfKnown, type Subject } from './wire.js'

const httpsPort = 443
const renewable = ['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID']

/**
 * The certificate that the web server of the same address shows for the same name: a newer one there means that a reload
 * is missing, not a renewal (ticket class cert-expired-not-reloaded). Where every mail port keeps silent, it shows whether
 * a proxy that only knows the web stands in front (dns-http-proxy).
 */
export const webCertificate: Look = {
  name: 'web-certificate',
  async wanted(subject) {
    const { run, deadline } = subject
    const expired = renewable.includes(run.facts.tls?.problem?.code ?? '')
    const target = { host: run.endpoint.host, port: httpsPort }
    if (run.endpoint.port === httpsPort || !(expired || allSilent(subject))) return []
    return (await placeIfKnown(run, target, deadline)) === undefined ? [] : [target]
  },
  async look(wire) {
    const connection = await wire.connect()
    const { run, target, deadline } = wire
    wire.seen.tls = await connection.upgradeToTls({
      ...{ host: target.host, trust: await run.trust, deadline },
      stepMs: limits.lookMs,
    })
  },
}

function allSilent(subject: Subject): boolean {
  const { run, account } = subject
  const sameHost = account.filter(({ endpoint }) => endpoint.host === run.endpoint.host)
  const silent = sameHost.every((one) => failureAt(one, 'tcp', 'timed-out') !== undefined)
  return silent && firstOfHost(subject, () => true)
}
