import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../src/net/index.js'
import { failureIn, failureOfProbe } from '../support/probing.js'
import {
  type Answer,
  closeServers,
  imap,
  look,
  prepareServers,
  serving,
  untold,
} from '../support/scripted-session.js'

beforeAll(prepareServers)
afterAll(closeServers)

const folders = { total: 2, counted: 2, complete: true, inUse: 1, messages: 10, depth: 1 }

describe('IMAP', () => {
  test('folders, sizes, IDLE and namespaces, after ID where that is offered', async () => {
    const server = await serving(
      'imap',
      imap('ID NAMESPACE IDLE STATUS=SIZE SPECIAL-USE', {
        ID: '* ID ("name" "Test\x07mail" "version" "7")\r\n{tag} OK done\r\n',
      }),
    )
    const { probe } = await look(server, 'imap')
    expect(failureIn(probe)).toBe('none')
    expect(probe.software).toBe('Testmail 7')
    expect(probe.session).toMatchObject({
      messages: 4,
      bytes: 400,
      folders: {
        ...folders,
        bytes: 1_000,
        roles: [{ role: 'sent', by: 'server', folders: 1, messages: 6 }],
      },
      namespaces: [{ kind: 'personal', prefix: '', separator: '/' }],
      idle: { entered: true },
    })
    expect(untold(probe)).toEqual([])
    // NetEase calls everything unsafe that asks about a mailbox before it has said what it is.
    const commands = server.received.split('\r\n').map((line) => line.split(' ')[1])
    const id = commands.indexOf('ID')
    expect(id).toBeGreaterThan(commands.indexOf('LOGIN'))
    for (const command of ['LIST', 'STATUS', 'EXAMINE']) expect(commands.indexOf(command)).toBeGreaterThan(id)
  })

  test('a refused LIST or NAMESPACE is not told, and ends nothing else', async () => {
    const server = await serving(
      'imap',
      imap('NAMESPACE IDLE', { LIST: '{tag} NO [NOPERM] no list\r\n', NAMESPACE: '{tag} NO none\r\n' }),
    )
    const { probe } = await look(server, 'imap')
    expect(failureIn(probe)).toBe('none')
    expect(untold(probe)).toEqual([
      'namespaces refused-by-server',
      'folders refused-by-server',
      'idle refused-by-server',
    ])
    expect(probe.session?.untold?.[1]?.failure).toMatchObject({ code: 'NOPERM', serverText: 'no list' })
    expect(probe.session).toMatchObject({ messages: 4 })
    expect(probe.session).not.toHaveProperty('folders')
  })

  test.each([
    ['NO', '{tag} NO not now\r\n'],
    ['BAD', '{tag} BAD unknown\r\n'],
  ])('IDLE that is offered and answered by %s', async (_how, answer) => {
    const { probe } = await look(await serving('imap', imap('IDLE', { IDLE: answer })), 'imap')
    expect(failureIn(probe)).toBe('none')
    expect(untold(probe)).toEqual(['idle refused-by-server'])
    expect(probe.session?.idle).toEqual({ entered: false })
  })

  test('an INBOX that cannot be opened says nothing about IDLE', async () => {
    const server = await serving('imap', imap('IDLE', { EXAMINE: '{tag} NO [NOPERM] closed\r\n' }))
    const { probe } = await look(server, 'imap')
    expect(untold(probe)).toEqual(['idle refused-by-server'])
    expect(probe.session).not.toHaveProperty('idle')
    expect(server.received).not.toContain('IDLE')
  })

  test('a namespace that is NIL is not made up, and a hierarchy without a separator is flat', async () => {
    const server = await serving(
      'imap',
      imap('NAMESPACE', {
        NAMESPACE: '* NAMESPACE NIL (("Others" "/")) (("#shared" NIL))\r\n{tag} OK done\r\n',
        LIST: '* LIST () NIL INBOX\r\n* LIST () NIL a/b\r\n* LIST () "/" Others/x\r\n{tag} OK done\r\n',
        STATUS: '* STATUS a/b (MESSAGES 1)\r\n{tag} OK done\r\n',
      }),
    )
    const { probe } = await look(server, 'imap')
    expect(probe.session?.namespaces).toEqual([
      { kind: 'other-users', prefix: 'Others/', separator: '/' },
      { kind: 'shared', prefix: '#shared', separator: null },
    ])
    expect(probe.session?.folders).toMatchObject({ total: 2, depth: 1, messages: 5 })
  })

  test('folders below a prefix, and the INBOX beside them', async () => {
    const list = '* LIST () "." INBOX.Sent\r\n* LIST () "." INBOX.Work.Old\r\n{tag} OK done\r\n'
    const server = await serving(
      'imap',
      imap('NAMESPACE LIST-STATUS', {
        NAMESPACE: '* NAMESPACE (("INBOX." ".")) NIL NIL\r\n{tag} OK done\r\n',
        'LIST "INBOX." "*"': list,
        'LIST "" "INBOX"': '* LIST () "." INBOX\r\n* STATUS INBOX (MESSAGES 4)\r\n{tag} OK done\r\n',
        'LIST "" INBOX': '* LIST () "." INBOX\r\n* STATUS INBOX (MESSAGES 4)\r\n{tag} OK done\r\n',
      }),
    )
    const { probe } = await look(server, 'imap')
    expect(failureIn(probe)).toBe('none')
    expect(probe.session?.namespaces).toEqual([{ kind: 'personal', prefix: 'INBOX.', separator: '.' }])
    // The prefix is no level of its own.
    expect(probe.session?.folders).toMatchObject({ total: 3, depth: 2, counted: 1, messages: 4 })
  })

  test('an IDLE that is never answered is not told, and ends the questions', async () => {
    const server = await serving('imap', imap('IDLE', { IDLE: () => {} }))
    const { probe } = await look(server, 'imap', { timeoutMs: 2_000 })
    expect(failureIn(probe)).toBe('none')
    expect(untold(probe)).toEqual(['idle timed-out'])
    expect(probe.session?.folders).toMatchObject({ messages: 10 })
  })

  test('names with control characters are neither sent back nor kept', async () => {
    const evil = 'x\r\na1 DELETE INBOX'
    const server = await serving(
      'imap',
      imap('', {
        LIST: `* LIST () "/" INBOX\r\n* LIST () "/" {${evil.length}}\r\n${evil}\r\n* LIST () "/" "\x1b[31m"\r\n{tag} OK done\r\n`,
      }),
    )
    const { probe } = await look(server, 'imap')
    expect(server.received).not.toContain('DELETE')
    expect(probe.session?.folders).toMatchObject({ total: 3, counted: 1, complete: false, messages: 4 })
    expect(JSON.stringify(probe)).not.toMatch(/DELETE|\[31m/)
  })

  test('numbers beyond reason are left out', async () => {
    const huge = '99999999999999999999999'
    const server = await serving(
      'imap',
      imap('STATUS=SIZE QUOTA', {
        STATUS: `* STATUS Sent (MESSAGES -5 SIZE ${huge})\r\n{tag} OK done\r\n`,
        GETQUOTAROOT: `* QUOTAROOT INBOX q\r\n* QUOTA q (STORAGE ${huge} ${huge})\r\n{tag} OK done\r\n`,
      }),
    )
    const { probe } = await look(server, 'imap')
    expect(failureIn(probe)).toBe('none')
    expect(probe.session?.folders).toMatchObject({ total: 2, counted: 1, complete: false, messages: 4 })
    expect(probe.session).not.toHaveProperty('quota')
  })

  test('an endless LIST is cut, and what was learnt before is kept', async () => {
    const server = await serving('imap', imap('IDLE', { LIST: (socket) => endless(socket) }))
    const { probe } = await look(server, 'imap')
    expect(failureIn(probe)).toBe('none')
    expect(untold(probe)).toEqual(['folders too-much-data'])
    expect(probe.session).toMatchObject({ messages: 4 })
  })

  test('a LIST that never ends without a word is given up, and the goodbye still said', async () => {
    const server = await serving('imap', imap('IDLE', { LIST: () => {} }))
    const { probe } = await look(server, 'imap', { timeoutMs: 1_500 })
    expect(failureIn(probe)).toBe('none')
    expect(untold(probe)).toEqual(['folders timed-out'])
    await expect.poll(() => server.received).toMatch(/ LOGOUT\r\n$/)
  })

  test.each<[string, Answer, string]>([
    ['closed', (socket) => socket.end(), 'closed'],
    ['goodbye', (socket) => socket.end('* BYE enough\r\n'), 'bye'],
  ])('a server that breaks off at LIST has failed: %s', async (_how, answer, cause) => {
    const { probe } = await look(await serving('imap', imap('', { LIST: answer })), 'imap')
    expect(failureOfProbe(probe)).toMatchObject({ cause })
    expect(probe.session).toMatchObject({ messages: 4 })
  })

  test('no more than a hundred folders are asked about, the inbox first', async () => {
    const names = Array.from({ length: 150 }, (_, index) => `* LIST () "/" F${index}\r\n`).join('')
    const server = await serving(
      'imap',
      imap('', {
        LIST: `${names}* LIST () "/" INBOX\r\n{tag} OK done\r\n`,
        STATUS: '* STATUS F (MESSAGES 2)\r\n{tag} OK done\r\n',
      }),
    )
    const { probe } = await look(server, 'imap')
    const { foldersCounted } = limits
    expect(probe.session?.folders).toMatchObject({
      total: 151,
      counted: foldersCounted,
      complete: false,
      messages: 4 + 2 * (foldersCounted - 1),
    })
    expect(server.received.match(/ STATUS /g)).toHaveLength(1 + foldersCounted)
  })

  test('a folder that may be listed and not looked into leaves the others counted', async () => {
    const server = await serving('imap', imap('', { STATUS: '{tag} NO [NOPERM] closed to you\r\n' }))
    const { probe } = await look(server, 'imap')
    expect(failureIn(probe)).toBe('none')
    expect(probe.session?.folders).toMatchObject({ total: 2, counted: 1, complete: false, messages: 4 })
  })

  test('a LIST-STATUS that is offered and refused keeps the list', async () => {
    const list = '* LIST () "/" INBOX\r\n* LIST (\\Junk) "/" Spam\r\n{tag} OK done\r\n'
    const server = await serving(
      'imap',
      imap('LIST-STATUS', { LIST: [list, '{tag} NO [LIMIT] too much\r\n'] }),
    )
    const { probe } = await look(server, 'imap')
    expect(failureIn(probe)).toBe('none')
    expect(untold(probe)).toEqual(['folder-sizes refused-by-server'])
    expect(probe.session?.folders).toMatchObject({ total: 2, counted: 0, complete: false })
    expect(probe.session?.folders).not.toHaveProperty('messages')
  })

  test('messages that folders only show are counted once', async () => {
    const names = ['INBOX', 'All', 'Starred', 'Spam', 'Label']
    const roles = ['', '\\All', '\\Flagged', '\\Junk', '']
    const list = names.map((name, index) => `* LIST (${roles[index]}) "/" ${name}\r\n`).join('')
    const statuses = [10, 100, 5, 7, 60].map(
      (count, index) => `* STATUS ${names[index]} (MESSAGES ${count})\r\n`,
    )
    const server = await serving(
      'imap',
      imap('LIST-STATUS SPECIAL-USE', {
        LIST: [`${list}{tag} OK done\r\n`, `${list}${statuses.join('')}{tag} OK done\r\n`],
      }),
    )
    const { probe } = await look(server, 'imap')
    expect(probe.session?.folders).toMatchObject({ total: 5, counted: 5, messages: 107, inUse: 2 })
  })

  test.each<[string, (socket: Socket) => void]>([
    ['closes the connection', (socket) => socket.end()],
    ['says goodbye', (socket) => socket.end('* BYE idle for too long\r\n')],
    ['resets the connection', (socket) => socket.destroy()],
  ])('IDLE is dropped by a server that %s, and that is no failure', async (_how, drop) => {
    const server = await serving(
      'imap',
      imap('IDLE', {
        IDLE: (socket) => {
          socket.write('+ idling\r\n')
          setTimeout(() => drop(socket), 200)
        },
      }),
    )
    const { probe } = await look(server, 'imap', { deep: true })
    expect(failureIn(probe)).toBe('none')
    expect(probe.session?.idle).toMatchObject({ entered: true, dropped: true })
    expect(probe.session?.idle?.heldMs).toBeGreaterThan(100)
    expect(probe.phases.find(({ name }) => name === 'logout')?.outcome).toBe('skipped')
    expect(server.received).not.toContain('bye LOGOUT')
  })

  test('IDLE is not held unless a deep probe asks for it', async () => {
    const server = await serving('imap', imap('IDLE'))
    const { probe } = await look(server, 'imap')
    expect(probe.session?.idle).toEqual({ entered: true, ms: expect.any(Number) })
    expect(server.received).toMatch(/IDLE\r\nDONE\r\n/)
  })
})

/** Folder after folder, until the client hangs up. */
function endless(socket: Socket): void {
  const line = '* LIST () "/" another\r\n'.repeat(500)
  const more = () => {
    while (!socket.destroyed && socket.write(line));
    if (!socket.destroyed) socket.once('drain', more)
  }
  more()
}
