import { expect, test } from 'vitest'
import { RawClient } from './raw-client.js'
import { run, runImap } from './running.js'

const plainDemo = Buffer.from('\0demo\0open-sesame').toString('base64')

async function signedIn(): Promise<RawClient> {
  const client = await RawClient.tls(await run('demo'), 993)
  await client.line()
  expect((await client.ask('a LOGIN demo open-sesame')).at(-1)).toMatch(
    /^a OK \[CAPABILITY .*QUOTA.*\] Logged in$/,
  )
  return client
}

test('the greeting and CAPABILITY list what holds in clear', async () => {
  const client = await RawClient.plain(await run('demo'), 143)
  expect(await client.line()).toBe(
    '* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ STARTTLS LOGINDISABLED] Simulated mail server ready.',
  )
  expect(await client.ask('a CAPABILITY')).toEqual([
    '* CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ STARTTLS LOGINDISABLED',
    'a OK Capability completed.',
  ])
  client.close()
})

test('a greeting without capabilities', async () => {
  const client = await RawClient.plain(await runImap({ greetingCapabilities: false }), 143)
  expect(await client.line()).toBe('* OK Simulated mail server ready.')
  expect((await client.ask('a LOGIN demo open-sesame')).at(-1)).toBe('a OK Logged in')
  client.close()
})

test('no sign-in in clear where LOGINDISABLED is listed', async () => {
  const client = await RawClient.plain(await run('demo'), 143)
  await client.line()
  expect((await client.ask('a LOGIN demo open-sesame')).at(-1)).toMatch(/^a NO \[PRIVACYREQUIRED\]/)
  expect((await client.ask(`b AUTHENTICATE PLAIN ${plainDemo}`)).at(-1)).toMatch(/^b NO \[PRIVACYREQUIRED\]/)
  client.close()
})

test('STARTTLS, then other capabilities and a sign-in inside TLS', async () => {
  const simulation = await run('demo')
  const client = await RawClient.plain(simulation, 143)
  await client.line()
  expect(await client.ask('a STARTTLS')).toEqual(['a OK Begin TLS negotiation now.'])
  await client.startTls(simulation)
  const [list] = await client.ask('b CAPABILITY')
  expect(list).toContain('AUTH=PLAIN')
  expect(list).not.toContain('STARTTLS')
  expect(await client.ask('c STARTTLS')).toEqual(['c BAD TLS is already active.'])
  expect((await client.ask('d LOGIN "demo" "open-sesame"')).at(-1)).toMatch(/^d OK /)
  client.close()
  expect(simulation.log.map(({ insideTls, line }) => `${insideTls} ${line}`)).toEqual([
    'false a STARTTLS',
    'true b CAPABILITY',
    'true c STARTTLS',
    'true d LOGIN "demo" "open-sesame"',
  ])
  expect(simulation.handshakes[0]).toMatchObject({ connection: 1, serverName: 'mail.demo.example' })
  expect(simulation.connections).toBe(1)
})

test('commands sent in clear behind STARTTLS are thrown away', async () => {
  const simulation = await run('demo')
  const client = await RawClient.plain(simulation, 143)
  await client.line()
  client.send('a STARTTLS\r\nb NOOP\r\n')
  expect(await client.line()).toMatch(/^a OK/)
  await client.startTls(simulation)
  expect(await client.ask('c NOOP')).toEqual(['c OK NOOP completed.'])
  client.close()
  expect(simulation.log.map(({ line }) => line)).toEqual(['a STARTTLS', 'c NOOP'])
})

test('AUTHENTICATE with and without an initial response, PLAIN and LOGIN', async () => {
  const simulation = await run('demo')
  const exchanges: [string, string[]][] = [
    [`a AUTHENTICATE PLAIN ${plainDemo}`, []],
    ['a AUTHENTICATE PLAIN', [plainDemo]],
    ['a authenticate login', [btoa('demo'), btoa('open-sesame')]],
  ]
  for (const [command, answers] of exchanges) {
    const client = await RawClient.tls(simulation, 993)
    await client.line()
    client.send(`${command}\r\n`)
    for (const answer of answers) {
      expect(await client.line()).toMatch(/^\+ /)
      client.send(`${answer}\r\n`)
    }
    expect(await client.line()).toMatch(/^a OK /)
    client.close()
  }
})

test('a SASL exchange can be called off, garbled and refused', async () => {
  const client = await RawClient.tls(await run('demo'), 993)
  await client.line()
  client.send('a AUTHENTICATE PLAIN\r\n*\r\n')
  expect((await client.linesTo('a ')).at(-1)).toBe('a BAD Authentication aborted by client.')
  expect(await client.ask('b AUTHENTICATE PLAIN AAAA')).toEqual(['b BAD Invalid SASL response.'])
  expect(await client.ask('c AUTHENTICATE SCRAM-SHA-256')).toEqual([
    'c NO Unsupported authentication mechanism.',
  ])
  expect((await client.ask('d LOGIN demo wrong')).at(-1)).toMatch(/^d NO \[AUTHENTICATIONFAILED\]/)
  client.close()
})

test('an initial response is refused where SASL-IR is not offered', async () => {
  const client = await RawClient.plain(await runImap({ beforeTls: ['IMAP4rev1', 'AUTH=PLAIN'] }), 143)
  await client.line()
  expect((await client.ask(`a AUTHENTICATE PLAIN ${plainDemo}`)).at(-1)).toMatch(/^a BAD/)
  client.close()
})

test('user and password as literals, waited for and not', async () => {
  const accounts = [{ user: 'a"b\\c', password: 'päss wörd' }]
  const simulation = await runImap({}, { accounts })
  const client = await RawClient.plain(simulation, 143)
  await client.line()
  client.send('a LOGIN {5}\r\n')
  expect(await client.line()).toMatch(/^\+ /)
  client.send('a"b\\c {11+}\r\npäss wörd\r\n')
  expect(await client.line()).toMatch(/^a OK /)
  client.close()
})

test('what a signed-in session can look at', async () => {
  const client = await signedIn()
  expect((await client.ask('b NAMESPACE'))[0]).toBe('* NAMESPACE (("" "/")) NIL NIL')
  expect(await client.ask('c LIST "" "*"')).toContain('* LIST (\\HasNoChildren \\Sent) "/" "Sent"')
  expect(await client.ask('d LIST "" %')).not.toContain('* LIST (\\HasNoChildren) "/" "Archive/2025"')
  expect(await client.ask('e LIST "" ""')).toEqual(['* LIST (\\Noselect) "/" ""', 'e OK List completed.'])
  expect(await client.ask('f LSUB "" "Archive/*"')).toEqual([
    '* LSUB (\\HasNoChildren) "/" "Archive/2025"',
    'f OK Lsub completed.',
  ])
  expect(await client.ask('g LIST "" "inbox" RETURN (STATUS (MESSAGES UNSEEN))')).toContain(
    '* STATUS "INBOX" (MESSAGES 12 UNSEEN 3)',
  )
  expect((await client.ask('h STATUS inbox (MESSAGES UIDNEXT BOGUS)'))[0]).toBe(
    '* STATUS "INBOX" (MESSAGES 12 UIDNEXT 13)',
  )
  expect(await client.ask('i STATUS nowhere (MESSAGES)')).toEqual([
    "i NO [NONEXISTENT] Mailbox doesn't exist.",
  ])
  expect(await client.ask('j GETQUOTAROOT INBOX')).toEqual([
    '* QUOTAROOT "INBOX" "User quota"',
    '* QUOTA "User quota" (STORAGE 650117 1048576)',
    'j OK Getquotaroot completed.',
  ])
  expect((await client.ask('k GETQUOTA "User quota"'))[0]).toMatch(/^\* QUOTA/)
  expect((await client.ask('l ENABLE CONDSTORE X-NONE'))[0]).toBe('* ENABLED CONDSTORE')
  client.close()
})

test('EXAMINE, IDLE, UNSELECT, LOGOUT', async () => {
  const client = await signedIn()
  expect(await client.ask('b EXAMINE INBOX')).toContain('* 12 EXISTS')
  client.send('c IDLE\r\n')
  expect(await client.line()).toBe('+ idling')
  client.send('DONE\r\n')
  expect(await client.line()).toBe('c OK Idle completed.')
  expect(await client.ask('d UNSELECT')).toEqual(['d OK Mailbox closed.'])
  expect(await client.ask('e UNSELECT')).toEqual(['e BAD No mailbox selected.'])
  expect(await client.ask('f LOGOUT')).toEqual(['* BYE Logging out', 'f OK Logout completed.'])
  expect(await client.ending()).toBe('FIN')
  client.close()
})

test('what is unknown, out of place or not offered gets a tagged BAD', async () => {
  const client = await RawClient.plain(
    await runImap({ beforeTls: ['IMAP4rev1'], afterLogin: ['IMAP4rev1'] }),
    143,
  )
  await client.line()
  for (const command of ['XYZZY', 'STARTTLS', 'LIST "" *', 'ID NIL', 'constructor', '']) {
    expect((await client.ask(`a ${command}`)).at(-1)).toMatch(/^a BAD /)
  }
  await client.ask('b LOGIN demo open-sesame')
  for (const command of ['IDLE', 'GETQUOTAROOT INBOX', 'NAMESPACE', 'LOGIN demo open-sesame']) {
    expect((await client.ask(`c ${command}`)).at(-1)).toMatch(/^c BAD /)
  }
  client.close()
})

test('pipelined commands are all answered, even after FIN', async () => {
  const client = await RawClient.tls(await run('demo'), 993)
  client.send('a CAPABILITY\r\nb LOGIN demo open-sesame\r\nc NOOP\r\nd LOGOUT\r\n')
  client.finish()
  const tagged = (await client.linesTo('d ')).filter((line) => !line.startsWith('*'))
  expect(tagged.map((line) => line.slice(0, 4))).toEqual(['a OK', 'b OK', 'c OK', 'd OK'])
  client.close()
})

test('input that comes one byte at a time', async () => {
  const client = await RawClient.plain(await runImap({}), 143)
  await client.line()
  await client.trickle('a LOGIN {4+}\r\ndemo "open-sesame"\r\n')
  expect(await client.line()).toMatch(/^a OK /)
  client.close()
})

test('a line without end, and a literal without measure, end the connection', async () => {
  const simulation = await runImap({})
  for (const input of ['x'.repeat(9000), 'a LOGIN {999999999}\r\n']) {
    const client = await RawClient.plain(simulation, 143)
    await client.line()
    client.send(input)
    await client.linesTo('* BYE Too long')
    client.close()
  }
})

test('a greeting of PREAUTH signs in, and STARTTLS is gone', async () => {
  const client = await RawClient.plain(await run('preauth'), 143)
  expect(await client.line()).toMatch(/^\* PREAUTH \[CAPABILITY .*QUOTA/)
  expect((await client.ask('a STARTTLS')).at(-1)).toMatch(/^a BAD/)
  expect((await client.ask('b LIST "" *')).at(-1)).toMatch(/^b OK/)
  client.close()
})
