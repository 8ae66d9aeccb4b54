import { keepCapabilities, type Run, type SignedIn, type Skip } from '../run.js'

const notSignedIn: Skip = { because: 'not signed in' }

/** Keeps the capability list of the signed-in session: the only one that is complete everywhere. */
export async function capabilityLoginPhase(run: Run): Promise<Skip | undefined> {
  return whenSignedIn(run, async (session) => {
    const list = await session.capabilities()
    if (list !== undefined) keepCapabilities(run, 'afterLogin', list)
  })
}

/** Reads what only a signed-in session shows. */
export async function sessionPhase(run: Run): Promise<Skip | undefined> {
  return whenSignedIn(run, async (session) => {
    run.facts.session ??= {}
    await session.facts(run.facts.session)
  })
}

async function whenSignedIn(run: Run, work: (session: SignedIn) => Promise<void>): Promise<Skip | undefined> {
  if (run.session === undefined) return notSignedIn
  await work(run.session)
  return undefined
}
