import { legacyTls } from './legacy-tls.js'
import type { Look } from './look.js'
import { otherName } from './other-name.js'
import { otherPort } from './other-port.js'
import { plaintextLook } from './plaintext-look.js'
import { proxyHeader } from './proxy-header.js'
import { starttlsAnyway } from './starttls-anyway.js'
import { systemResolver } from './system-resolver.js'
import { tlsLook } from './tls-look.js'
import { webCertificate } from './web-certificate.js'
import { withAlpn } from './with-alpn.js'
import { withoutDhe } from './without-dhe.js'
import { withoutSni } from './without-sni.js'

/** In the order made, the most telling ones first; other-name takes its names from what without-sni was shown. */
export const looks: readonly Look[] = [
  systemResolver,
  plaintextLook,
  tlsLook,
  legacyTls,
  withoutDhe,
  withoutSni,
  otherName,
  proxyHeader,
  starttlsAnyway,
  webCertificate,
  otherPort,
  withAlpn,
]
