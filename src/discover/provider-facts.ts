import type { AuthenticationMethod, Provider } from '../model/index.js'
import type { NamedServers } from './answer.js'
import type { MxLead } from './mx.js'
import type { SourceWord } from './source.js'
import { type Asking, failedWord, foundWord, nothingWord } from './word.js'

/** A provider of the bundled facts, and what gave it away. */
export interface RecognisedProvider {
  provider: Provider
  by: 'domain' | 'mx'
}

/** The provider that a domain belongs to. */
export function providerOfDomain(domain: string, providers: readonly Provider[]): Provider | undefined {
  return providers.find(({ domains }) => domains.includes(domain))
}

/** The provider that an MX host belongs to; of several patterns the longest decides. */
export function providerOfMx(host: string, providers: readonly Provider[]): Provider | undefined {
  const fits = providers.flatMap((provider) =>
    (provider.mxHints ?? [])
      .filter((hint) => (hint.startsWith('*.') ? host.endsWith(hint.slice(1)) : host === hint))
      .map((hint) => ({ provider, length: hint.length })),
  )
  return fits.sort((one, other) => other.length - one.length)[0]?.provider
}

const methods: Readonly<Record<Provider['signIn'], AuthenticationMethod[]>> = {
  password: ['password-cleartext'],
  'app-password': ['password-cleartext'],
  'oauth2-only': ['oauth2'],
  none: [],
}

function serversOf({ servers = [], userName, signIn }: Provider): NamedServers {
  const authentication = methods[signIn]
  return {
    incoming: servers.map((endpoint) => ({
      endpoint,
      ...(userName && { userName }),
      ...(authentication.length > 0 && { authentication }),
    })),
    outgoing: [],
  }
}

function wordOf(asking: Asking, startedAt: number, provider: Provider): SourceWord {
  const dated = { ...asking, asked: `data/providers/${provider.id}.json` }
  const servers = serversOf(provider)
  const more = { lastChecked: provider.lastChecked }
  if (servers.incoming.length > 0) return foundWord(dated, startedAt, servers, more)
  const because = provider.imap || provider.pop3 ? 'its servers are not listed' : neither(provider)
  return nothingWord(dated, startedAt, because, more)
}

function neither({ name }: Provider): string {
  return `${name} offers neither IMAP nor POP to ordinary mail programs`
}

/** What the bundled facts say about the domain itself. */
export function askProviderFacts(domain: string, providers: readonly Provider[]): SourceWord {
  const startedAt = performance.now()
  const asking: Asking = { source: 'provider-facts', asked: 'data/providers', trust: 'third-party' }
  const provider = providerOfDomain(domain, providers)
  if (provider === undefined) return nothingWord(asking, startedAt, 'the domain is not in the bundled facts')
  return wordOf(asking, startedAt, provider)
}

/** What the bundled facts say about the provider that the MX leads to. Unsigned DNS proves nothing: it is inferred. */
export function askMxProviderFacts(
  domain: string,
  { answer, hosts }: MxLead,
  providers: readonly Provider[],
): SourceWord {
  const startedAt = performance.now()
  const asking: Asking = { source: 'mx-provider-facts', asked: `MX ${domain}`, trust: 'inferred' }
  if (answer.outcome === 'failed') return failedWord(asking, startedAt, answer.failure)
  const [host] = hosts
  if (answer.outcome === 'none') {
    const why = answer.because === 'name-not-found' ? 'the domain does not exist' : 'the domain has no MX'
    return nothingWord(asking, startedAt, why)
  }
  if (host === undefined) return nothingWord(asking, startedAt, 'the domain says that it takes no mail')
  const records = answer.records.map(({ preference, host: name }) => `${domain} ${preference} ${name || '.'}`)
  const provider = providerOfMx(host, providers)
  if (provider === undefined) {
    return nothingWord(asking, startedAt, `${host} is nobody whom the bundled facts know`, { records })
  }
  const word = wordOf(asking, startedAt, provider)
  return { ...word, result: { ...word.result, records } }
}
