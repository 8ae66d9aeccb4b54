import type { SignInAttempt } from '../../model/index.js'
import type { EndpointView } from '../view.js'

/** An attempt that was refused and one that was accepted, alike but for one thing: that thing made the difference. */
export interface Proof {
  refused: SignInAttempt
  accepted: SignInAttempt
}

const tokenMechanisms = ['XOAUTH2', 'OAUTHBEARER']

/** Ways that send the password itself: no form in which it is stored can make them fail. */
const plainWays = ['PLAIN', 'LOGIN', 'LOGIN command', 'USER/PASS']

/** Whether the sign-in was, or was to be, by an OAuth token. */
export function byToken({ probe, surroundings }: EndpointView): boolean {
  const used = probe.signIn?.[0]?.mechanism ?? probe.session?.mechanism
  return used === undefined
    ? surroundings.secret?.kind === 'oauth-token'
    : tokenMechanisms.includes(used.toUpperCase())
}

/** Whether the only mechanism tried proves the password without sending it. */
export function provesOnly({ probe }: EndpointView): boolean {
  const [first] = probe.signIn ?? []
  return (
    first !== undefined && !plainWays.includes(first.mechanism) && !tokenMechanisms.includes(first.mechanism)
  )
}

/** The user name was refused as it was given, and accepted in its other form (T093, T094). */
export function provenUserForm(view: EndpointView): Proof | undefined {
  return proofIn(
    view,
    (refused, accepted) => refused.userForm === 'as-given' && accepted.userForm !== 'as-given',
  )
}

/** A mechanism was refused, and the same name and password were accepted as they are (T068, T069, T070). */
export function provenMechanism(view: EndpointView): Proof | undefined {
  return proofIn(
    view,
    (refused, accepted) =>
      refused.userForm === accepted.userForm &&
      refused.mechanism !== accepted.mechanism &&
      !tokenMechanisms.includes(refused.mechanism) &&
      plainWays.includes(accepted.mechanism),
  )
}

function proofIn(
  { probe }: EndpointView,
  differ: (refused: SignInAttempt, accepted: SignInAttempt) => boolean,
): Proof | undefined {
  const attempts = probe.signIn ?? []
  const refused = attempts.find(({ outcome }) => outcome === 'refused')
  const accepted = attempts.find(({ outcome }) => outcome === 'accepted')
  if (refused === undefined || accepted === undefined || !differ(refused, accepted)) return undefined
  return { refused, accepted }
}
