import type { DiscoveryResult, SourceResult } from '../model/index.js'
import { Secret } from '../net/index.js'
import { maskerFor } from '../net/secret.js'
import type { SignInRequest } from './secret-facts.js'

/**
 * What a search came to, with the secret masked in what others published: whoever holds a record or a document may have
 * heard it elsewhere.
 *
 * @param signIn whose secret; without one the result is as it was
 */
export function withoutSecret(
  discovery: DiscoveryResult,
  signIn: SignInRequest | undefined,
): DiscoveryResult {
  if (signIn === undefined) return discovery
  const mask = maskerFor([new Secret('token' in signIn ? signIn.token : signIn.password)])
  const masked = ({ because, records, via, failure, ...source }: SourceResult): SourceResult => ({
    ...source,
    ...(because !== undefined && { because: mask(because) }),
    ...(records !== undefined && { records: records.map(mask) }),
    ...(via !== undefined && { via: via.map(mask) }),
    ...(failure !== undefined && { failure: { ...failure, message: mask(failure.message) } }),
  })
  return { ...discovery, sources: discovery.sources.map(masked) }
}
