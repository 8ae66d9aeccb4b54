import type { TlsFacts } from '../../model/index.js'

/** A public root that lists of authorities from before its time lack. */
interface YoungRoot {
  name: string
  /** Year in which the root was made. */
  year: number
}

// Roots made from 2020 on that public web and mail servers chain to. Older ones are in every list that still gets updates.
const youngRoots: readonly YoungRoot[] = [
  { name: 'ISRG Root X2', year: 2020 },
  { name: 'Sectigo Public Server Authentication Root R46', year: 2021 },
  { name: 'Sectigo Public Server Authentication Root E46', year: 2021 },
  { name: 'DigiCert TLS RSA4096 Root G5', year: 2021 },
  { name: 'DigiCert TLS ECC P384 Root G5', year: 2021 },
  { name: 'SSL.com TLS RSA Root CA 2022', year: 2022 },
  { name: 'SSL.com TLS ECC Root CA 2022', year: 2022 },
  { name: 'Telekom Security TLS RSA Root 2023', year: 2023 },
  { name: 'D-TRUST BR Root CA 2 2023', year: 2023 },
]

/** The young root that the last certificate sent names as its issuer. */
export function youngRootOf({ chain }: TlsFacts): YoungRoot | undefined {
  const issuer = chain.at(-1)?.issuer ?? ''
  return youngRoots.find(({ name }) => issuer.includes(name))
}
