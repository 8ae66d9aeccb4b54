import { diagnose } from '../../src/app/diagnose.js'
import type { DiagnosisDocument } from '../../src/model/index.js'
import { temporaryFile } from '../cli/support.js'
import { type Kind, type RunningServer, standardRoutes } from './private-server.js'

/** How a server is asked about itself. */
export interface Question {
  /** Endpoints named one by one. Absent: the host alone, which means its four standard ports. */
  named?: readonly Kind[]
  /** Signs in with the account that the server has, or with this password instead of its own. */
  signIn?: boolean | { password: string }
}

const schemes: Readonly<Record<Kind, string>> = { imaps: 'imaps', imap: 'imap', pop3s: 'pops', pop3: 'pop' }

/** Diagnoses a server of one's own as a user would, who trusts its authority. */
export function diagnoseServer(server: RunningServer, question: Question = {}): Promise<DiagnosisDocument> {
  const { named, signIn = false } = question
  const { name, user, password, caPem } = server
  const targets = named?.map((kind) => `${schemes[kind]}://${name}`) ?? [name]
  return diagnose(targets, {
    timeoutMs: 20_000,
    caFiles: [temporaryFile('ca.pem', caPem)],
    connectTo: standardRoutes(server),
    ...(signIn !== false && { signIn: { user, password, ...(signIn !== true && signIn) } }),
  })
}

/** What was found, short enough to read when it is not what was expected. */
export function found({ findings }: DiagnosisDocument, ...severities: string[]): string[] {
  return findings
    .filter(({ severity }) => severities.length === 0 || severities.includes(severity))
    .map(({ id, severity, endpoint, evidence }) => {
      const seen = evidence.map(({ text }) => text).join('; ')
      return `${severity} ${id} at ${endpoint?.port ?? 'the account'}: ${seen}`
    })
}
