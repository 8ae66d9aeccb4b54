import { constants } from 'node:crypto'
import {
  createSecureContext,
  type SecureContext,
  type SecureContextOptions,
  type TLSSocketOptions,
} from 'node:tls'
import type { Scenario, ScenarioEndpoint, ServerCertificate, ServerTls } from '../model/index.js'
import type { CertificateAuthority } from './certificates.js'

/** The part of Node's options that makes the server side of a handshake. */
export type TlsServerOptions = Pick<
  TLSSocketOptions,
  'secureContext' | 'SNICallback' | 'ALPNProtocols' | 'requestCert' | 'rejectUnauthorized'
>

/** Prepares what an endpoint shows in its handshakes; certificates are made once here, not per connection. */
export async function tlsServerOptions(
  authority: CertificateAuthority,
  scenario: Scenario,
  endpoint: ScenarioEndpoint,
): Promise<TlsServerOptions> {
  const host = endpoint.host ?? scenario.host
  const limits = endpoint.tls ?? {}
  const context = async (wish: ServerCertificate) => secureContext(authority, wish, host, limits)
  const named = await context(endpoint.certificate ?? scenario.certificate ?? { kind: 'trusted' })
  const unnamed = endpoint.certificateWithoutSni ? await context(endpoint.certificateWithoutSni) : named
  return {
    // Node asks SNICallback only when the client sent a name; otherwise secureContext stands.
    secureContext: unnamed,
    SNICallback: (name, done) => {
      if (limits.onlyNames && !limits.onlyNames.includes(name)) done(new Error('unrecognized name'))
      else done(null, named)
    },
    ...(limits.alpn ? { ALPNProtocols: limits.alpn } : {}),
    ...(limits.clientCertificate ? { requestCert: true, rejectUnauthorized: true } : {}),
  }
}

async function secureContext(
  authority: CertificateAuthority,
  wish: ServerCertificate,
  host: string,
  limits: ServerTls,
): Promise<SecureContext> {
  const { chain, key } = await authority.issue(wish, host)
  return createSecureContext({
    cert: chain,
    key,
    ...ciphersFor(wish, limits),
    ...(limits.dhParameters ? { dhparam: limits.dhParameters } : {}),
    ...versions(limits),
  })
}

/**
 * Old keys and parameters need OpenSSL's security level 0: from version 3.5 on, which Node 22 brings, its default level
 * refuses to load them even on the server's side.
 */
function ciphersFor({ keyBits = 2048 }: ServerCertificate, limits: ServerTls): SecureContextOptions {
  if (keyBits >= 2048 && limits.dhParameters === undefined)
    return limits.ciphers ? { ciphers: limits.ciphers } : {}
  return { ciphers: `${limits.ciphers ?? constants.defaultCipherList}:@SECLEVEL=0` }
}

/** Node's own minimum is TLSv1.2: a lower maximum needs a lower minimum too. */
function versions({ minVersion, maxVersion }: ServerTls): SecureContextOptions {
  const lowest = minVersion ?? (maxVersion === 'TLSv1.3' ? undefined : maxVersion)
  return { ...(lowest ? { minVersion: lowest } : {}), ...(maxVersion ? { maxVersion } : {}) }
}
