import { cramMd5 } from './cram-md5.js'
import type { Mechanism } from './exchange.js'
import { login } from './login.js'
import { oauthbearer } from './oauthbearer.js'
import { plain } from './plain.js'
import { scramSha256 } from './scram-sha-256.js'
import { xoauth2 } from './xoauth2.js'

/** Mechanisms by what they need. XOAUTH2 first: it is what the mail programs of those providers use. */
export const mechanisms = {
  token: [xoauth2, oauthbearer],
  /** They prove the password without sending it; the strongest first. */
  challenge: [scramSha256, cramMd5],
  plain,
  login,
  scram: scramSha256,
} satisfies Record<string, Mechanism | readonly Mechanism[]>
