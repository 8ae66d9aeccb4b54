import type { PasswordGiven, ServerResponse, UserNameGiven } from '../../model/index.js'
import type { EndpointView } from '../view.js'
import { anyServer, type KnownProvider } from './provider.js'
import { byToken } from './sign-in.js'

/** What can only be wrong with a password: the same words mean something else to a token (T090). */
const ofPasswords = [
  ...['auth-basic-disabled', 'auth-app-password-required', 'auth-password-quoting', 'auth-password-encoding'],
  ...['auth-username-format', 'password-expired'],
]

function userNameGiven({ surroundings }: EndpointView): UserNameGiven | undefined {
  const { user } = surroundings
  if (user === undefined) return undefined
  return user.includes('@') ? 'address' : 'bare'
}

function passwordGiven({ surroundings }: EndpointView): PasswordGiven | undefined {
  const { secret } = surroundings
  if (secret?.kind !== 'password') return undefined
  return secret.traits.includes('non-ascii') ? 'non-ascii' : 'ascii'
}

function fits(row: ServerResponse, view: EndpointView, code: string | undefined, words: string): boolean {
  if (row.protocol !== undefined && row.protocol !== view.endpoint.protocol) return false
  if (row.code !== undefined && row.code !== code) return false
  if (row.user !== undefined && row.user !== userNameGiven(view)) return false
  if (row.password !== undefined && row.password !== passwordGiven(view)) return false
  if (byToken(view) && ofPasswords.includes(row.finding)) return false
  const lower = words.toLowerCase()
  return row.text?.every((part) => lower.includes(part)) ?? true
}

/**
 * What the server's words mean: first as its provider uses them, then words that mean the same wherever they are read,
 * then what any server may say.
 */
export function rowFor(
  view: EndpointView,
  provider: KnownProvider | undefined,
  code: string | undefined,
  words: string,
): ServerResponse | undefined {
  const others = view.surroundings.responses.filter((one) => one !== provider?.facts)
  const candidates = [
    ...(provider?.facts.responses ?? []),
    ...others.flatMap(({ responses }) => responses.filter(({ anywhere }) => anywhere)),
    ...(anyServer(view)?.responses ?? []),
  ]
  return candidates.find((row) => fits(row, view, code, words))
}
