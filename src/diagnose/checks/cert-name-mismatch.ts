import type { Certificate } from '../../model/index.js'
import { type EndpointCheck, type FindingDraft, notApplicable, seen } from '../check.js'
import { namesHost } from '../derive/certificate.js'
import { tlsFailure } from '../derive/tls.js'
import type { EndpointView } from '../view.js'

const shownNames = 5

/** A name of the certificate that leads to the same server and verifies there. */
function verifiedName(view: EndpointView): string | undefined {
  return view.followUps('other-name').find(({ tls }) => tls?.verified)?.host
}

/** What to put in as the server's name, in words; a wildcard alone is no name that one can use. */
function useName({ names }: Certificate, betterName: string | undefined): string {
  if (betterName !== undefined) return betterName
  const usable = names.filter((name) => !name.startsWith('*')).slice(0, shownNames)
  return usable.length === 0 ? 'the name that your provider gives' : usable.join(' or ')
}

function draft(
  view: EndpointView,
  certificate: Certificate,
  certainty: FindingDraft['certainty'],
): FindingDraft {
  const names = certificate.names.length === 0 ? ['no name at all'] : certificate.names.slice(0, shownNames)
  const betterName = verifiedName(view)
  return {
    args: { names, useName: useName(certificate, betterName), ...(betterName && { betterName }) },
    evidence: [
      seen(`the certificate is for ${names.join(', ')}`, 'tls'),
      ...(betterName
        ? [seen(`asked as ${betterName}, the same server shows a certificate that verifies`)]
        : []),
    ],
    certainty,
  }
}

/** What a server that breaks off for this name shows for another one, or for none (T047). */
function shownInstead(view: EndpointView): Certificate | undefined {
  const looks = [...view.followUps('other-name'), ...view.followUps('without-sni')]
  return looks.find(({ tls }) => tls?.certificate !== undefined)?.tls?.certificate
}

/** The host is not among the certificate's names, whether or not its issuer is trusted. */
export const certNameMismatch: EndpointCheck = {
  id: 'cert-name-mismatch',
  scope: 'endpoint',
  judge(view) {
    const { host } = view.endpoint
    const { certificate } = view
    if (certificate !== undefined) {
      return namesHost(certificate, host) ? undefined : draft(view, certificate, 'certain')
    }
    if (tlsFailure(view) !== 'cert-name-mismatch') return notApplicable
    const other = shownInstead(view)
    if (other === undefined || namesHost(other, host)) return undefined
    const found = draft(view, other, 'likely')
    found.evidence.unshift(seen(`the server broke the handshake off when it was asked for ${host}`, 'tls'))
    return found
  },
}
