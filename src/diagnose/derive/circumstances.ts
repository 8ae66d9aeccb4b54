import type { PasswordTrait, RefusalCircumstance, UserNameForm } from '../../model/index.js'
import type { EndpointView } from '../view.js'
import { listForSignIn } from './capabilities.js'
import { providerOf } from './provider.js'
import { provesOnly } from './sign-in.js'

/** What this very sign-in points to, when the server does not say why it refused it. */
export function circumstancesOf(view: EndpointView): ReadonlySet<RefusalCircumstance> {
  const { user = '', secret } = view.surroundings
  const has = (...traits: PasswordTrait[]) => traits.some((trait) => secret?.traits.includes(trait))
  const bare = user !== '' && !/[@\\%]/.test(user)
  const published = publishedForms(view)
  const holds: Record<RefusalCircumstance, boolean> = {
    'outer-blank': has('outer-blank', 'no-break-space'),
    'address-published': bare && published.includes('address'),
    'local-part-published': user.includes('@') && published.includes('local-part'),
    'bare-name': bare && !published.includes('local-part'),
    'non-ascii': has('non-ascii', 'not-normalised'),
    'proof-only': provesOnly(view),
    'not-credentials': notCredentials(view),
    'quoted-special': has('quoted-special', 'list-special') && sentInCommand(view),
  }
  return new Set((Object.keys(holds) as RefusalCircumstance[]).filter((name) => holds[name]))
}

/** Forms of the user name that sources of settings give for this server. */
function publishedForms(view: EndpointView): UserNameForm[] {
  const { endpoint, surroundings } = view
  const candidates = surroundings.discovery?.candidates ?? []
  const found = candidates
    .filter(({ endpoint: other }) => other.host === endpoint.host && other.protocol === endpoint.protocol)
    .flatMap(({ userName }) => userName ?? [])
  // What was found just now is newer than the bundled facts.
  return found.length > 0 ? found : [providerOf(view)?.facts.userName ?? []].flat()
}

/**
 * A POP3 server with AUTH-RESP-CODE marks every refusal that is about the credentials with AUTH (RFC 3206 section 6):
 * one without it is about something else.
 */
function notCredentials(view: EndpointView): boolean {
  const { failed } = view
  const marks = listForSignIn(view)?.includes('AUTH-RESP-CODE') ?? false
  return view.endpoint.protocol === 'pop3' && marks && failed?.failure.code === undefined
}

function sentInCommand({ probe }: EndpointView): boolean {
  return ['LOGIN command', 'USER/PASS'].includes(probe.signIn?.[0]?.mechanism ?? '')
}
