import type { ImapFlow } from 'imapflow'
import type { NamespaceFacts, SessionFacts } from '../../model/index.js'
import { failed, limits } from '../../net/index.js'
import { surveyFolders } from './imap-folders.js'
import { tryIdle } from './imap-idle.js'
import { optional, type SurveyDesk } from './survey-desk.js'

/**
 * Namespaces, folders with their numbers, and IDLE, by commands that only read: NAMESPACE, LIST, LSUB, STATUS, EXAMINE,
 * IDLE. A refusal, or a limit of this program, is kept as "not told"; a connection that breaks is a failure.
 *
 * @param into filled as answers come
 * @throws WireFailure where the server broke the session off
 */
export async function surveyMailbox(desk: SurveyDesk, into: SessionFacts): Promise<void> {
  keepNamespaces(desk, into)
  desk.takeRefusal()
  const goOn = await surveyFolders(desk, into)
  if (goOn && offersIdle(desk.client)) {
    await optional(into, 'idle', () => tryIdle(desk, into))
  }
}

/** The library has asked while it set the session up. */
function keepNamespaces(desk: SurveyDesk, into: SessionFacts): void {
  const { client, namespaceLine, namespaceRefusal } = desk
  if (!offersNamespace(client)) return
  if (client.namespaces === undefined || namespaceLine === undefined) {
    const details = { code: namespaceRefusal?.code, serverText: desk.clean(namespaceRefusal?.words ?? '') }
    const { failure } = failed('refused-by-server', 'NAMESPACE was not answered', details)
    into.untold = [{ what: 'namespaces', failure }]
    return
  }
  const { personal, other, shared } = client.namespaces
  // Where the server says NIL, the library makes a personal namespace up.
  const own = /^NIL\b/i.test(namespaceLine) ? [] : personal
  const kept = (kind: NamespaceFacts['kind'], list: typeof personal | false) =>
    (list === false ? [] : list).map(
      ({ prefix, delimiter }): NamespaceFacts => ({
        kind,
        prefix: desk.clean(prefix),
        separator: delimiter === null || delimiter === undefined ? null : desk.clean(delimiter),
      }),
    )
  into.namespaces = [
    ...kept('personal', own),
    ...kept('other-users', other),
    ...kept('shared', shared),
  ].slice(0, limits.namespaces)
}

// IMAP4rev2 contains both (RFC 9051 Appendix E).
function offersNamespace({ capabilities }: ImapFlow): boolean {
  return capabilities.has('NAMESPACE') || capabilities.has('IMAP4rev2')
}

function offersIdle({ capabilities }: ImapFlow): boolean {
  return capabilities.has('IDLE') || capabilities.has('IMAP4rev2')
}
