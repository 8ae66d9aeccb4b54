import type { Certificate } from '../../model/index.js'
import type { EndpointView } from '../view.js'

/** Whether the certificate's time had passed when the probe was made. */
export function expired(certificate: Certificate, at: Date): boolean {
  return new Date(certificate.validTo) < at
}

/**
 * A certificate for the same host on the web port of the same address that is still valid: the certificate was renewed
 * and the mail server has not read it yet (ticket class cert-expired-not-reloaded).
 */
export function sameNameElsewhere(view: EndpointView): Certificate | undefined {
  const web = view.followUp('web-certificate')?.tls
  if (web?.certificate === undefined || web.problem?.code === 'ERR_TLS_CERT_ALTNAME_INVALID') return undefined
  return expired(web.certificate, view.at) ? undefined : web.certificate
}
