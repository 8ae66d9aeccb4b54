import { temporaryFile } from '../cli/support.js'
import type { Behaviour } from './behaviour.js'
import { certificateMaker } from './certificates.js'
import { diagnosisOf, holdPromises } from './examine.js'
import { HostileServer } from './peer.js'

let maker: Awaited<ReturnType<typeof certificateMaker>> | undefined
let caFile = ''

/** Makes what all behaviours of a file share. */
export async function prepare(): Promise<void> {
  // Loaded first, since a time limit of its own runs where it is needed.
  await import('imapflow')
  maker = await certificateMaker()
  caFile = temporaryFile('ca.pem', maker.caPem)
}

/** Starts a server with this behaviour. */
export async function serverWith(behaviour: Behaviour): Promise<{ server: HostileServer; caFile: string }> {
  if (maker === undefined) throw new Error('not prepared')
  const certificate = await maker.make(behaviour.certificate ?? 'good')
  return { server: await HostileServer.start(behaviour, certificate), caFile }
}

/** Diagnoses a server of this behaviour and holds every promise against the result. */
export async function examined(behaviour: Behaviour): Promise<void> {
  const { server, caFile } = await serverWith(behaviour)
  let document: Awaited<ReturnType<typeof diagnosisOf>>
  try {
    document = await diagnosisOf(server, caFile)
  } finally {
    // The floods that go on after the goodbye count too.
    await server.close()
  }
  holdPromises(server, document)
}
