import { expect, test } from 'vitest'
import { messageText } from '../../src/simulate/healthy.js'
import { RawClient } from './raw-client.js'
import { run, runPop3 } from './running.js'

const plainDemo = Buffer.from('\0demo\0open-sesame').toString('base64')

async function signedIn(): Promise<RawClient> {
  const client = await RawClient.plain(await runPop3({}), 110)
  await client.line()
  expect(await client.request('USER demo')).toEqual(['+OK'])
  expect(await client.request('PASS open-sesame')).toEqual(['+OK Logged in.'])
  return client
}

test('CAPA before and inside TLS, with STLS between', async () => {
  const simulation = await run('demo')
  const client = await RawClient.plain(simulation, 110)
  expect(await client.line()).toBe('+OK Simulated mail server ready.')
  const inClear = await client.request('CAPA', true)
  expect(inClear).toContain('STLS')
  expect(inClear).not.toContain('USER')
  expect((await client.request('USER demo'))[0]).toMatch(/^-ERR \[AUTH\] Plaintext/)
  expect((await client.request(`AUTH PLAIN ${plainDemo}`))[0]).toMatch(/^-ERR \[AUTH\] Plaintext/)
  expect(await client.request('STLS')).toEqual(['+OK Begin TLS negotiation now.'])
  await client.startTls(simulation)
  const inside = await client.request('CAPA', true)
  expect(inside).toContain('SASL PLAIN LOGIN')
  expect(inside).not.toContain('STLS')
  expect((await client.request('STLS'))[0]).toMatch(/^-ERR/)
  client.close()
  expect(simulation.log.at(-1)).toMatchObject({ insideTls: true, line: 'STLS', connection: 1 })
})

test('commands sent in clear behind STLS are thrown away', async () => {
  const simulation = await run('demo')
  const client = await RawClient.plain(simulation, 110)
  await client.line()
  client.send('STLS\r\nQUIT\r\n')
  expect(await client.line()).toMatch(/^\+OK/)
  await client.startTls(simulation)
  expect((await client.request('CAPA', true))[0]).toBe('+OK')
  client.close()
})

test('AUTH with and without an initial response, PLAIN and LOGIN', async () => {
  const simulation = await run('demo')
  const exchanges: [string, string[]][] = [
    [`AUTH PLAIN ${plainDemo}`, []],
    ['AUTH PLAIN', [plainDemo]],
    ['auth login', [btoa('demo'), btoa('open-sesame')]],
  ]
  for (const [command, answers] of exchanges) {
    const client = await RawClient.tls(simulation, 995)
    await client.line()
    client.send(`${command}\r\n`)
    for (const answer of answers) {
      expect(await client.line()).toMatch(/^\+ /)
      client.send(`${answer}\r\n`)
    }
    expect(await client.line()).toBe('+OK Logged in.')
    client.close()
  }
})

test('a refused password, with a response code only where it is offered', async () => {
  for (const [beforeTls, answer] of [
    [['USER', 'AUTH-RESP-CODE'], '-ERR [AUTH] Authentication failed.'],
    [['USER'], '-ERR Authentication failed.'],
  ] as const) {
    const client = await RawClient.plain(await runPop3({ beforeTls: [...beforeTls] }), 110)
    await client.line()
    expect((await client.request('PASS open-sesame'))[0]).toMatch(/^-ERR No username/)
    await client.request('USER demo')
    expect(await client.request('PASS wrong')).toEqual([answer])
    client.close()
  }
})

test('the maildrop: STAT, LIST, UIDL, one or all', async () => {
  const client = await signedIn()
  const sizes = [1, 2, 3].map((number) => Buffer.byteLength(messageText(number)))
  expect(await client.request('STAT')).toEqual([`+OK 3 ${sizes.reduce((a, b) => a + b)}`])
  expect(await client.request('LIST', true)).toEqual(['+OK', ...sizes.map((size, at) => `${at + 1} ${size}`)])
  expect(await client.request('LIST 2')).toEqual([`+OK 2 ${sizes[1]}`])
  const ids = (await client.request('UIDL', true)).slice(1).map((row) => row.split(' ')[1])
  expect(new Set(ids).size).toBe(3)
  expect(await client.request('UIDL 2')).toEqual([`+OK 2 ${ids[1]}`])
  for (const command of ['LIST 4', 'UIDL 0', 'RETR x', 'TOP 9 0']) {
    expect((await client.request(command))[0]).toMatch(/^-ERR/)
  }
  client.close()
})

test('TOP and RETR stuff the dot', async () => {
  const client = await signedIn()
  const whole = await client.request('RETR 1', true)
  expect(whole.at(-1)).toBe('..A line that begins with a dot.')
  const top = await client.request('TOP 1 0', true)
  expect(top.at(-1)).toBe('')
  expect(await client.request('TOP 1 1', true)).toEqual(whole.slice(0, -1))
  client.close()
})

test('NOOP, RSET, QUIT; nothing deletes', async () => {
  const client = await signedIn()
  expect(await client.request('NOOP')).toEqual(['+OK'])
  expect(await client.request('RSET')).toEqual(['+OK'])
  expect((await client.request('DELE 1'))[0]).toMatch(/^-ERR/)
  expect(await client.request('QUIT')).toEqual(['+OK Logging out.'])
  expect(await client.ending()).toBe('FIN')
  client.close()
})

test('what is unknown, out of place or not offered gets -ERR', async () => {
  const client = await RawClient.plain(await runPop3({ beforeTls: ['USER'] }), 110)
  await client.line()
  for (const command of ['XYZZY', 'STLS', 'STAT', 'AUTH PLAIN', 'constructor', '']) {
    expect((await client.request(command))[0]).toMatch(/^-ERR/)
  }
  await client.request('USER demo')
  await client.request('PASS open-sesame')
  for (const command of ['UIDL', 'TOP 1 0', 'USER demo']) {
    expect((await client.request(command))[0]).toMatch(/^-ERR/)
  }
  client.close()
})

test('pipelined commands are all answered, also one byte at a time', async () => {
  const commands = 'CAPA\r\nUSER demo\r\nPASS open-sesame\r\nSTAT\r\nQUIT\r\n'
  for (const way of ['send', 'trickle'] as const) {
    const client = await RawClient.tls(await run('demo'), 995)
    await client[way](commands)
    const lines = await client.linesTo('+OK Logging out.')
    expect(lines.filter((line) => line.startsWith('+OK'))).toHaveLength(6)
    client.close()
  }
})

test('a line without end is refused', async () => {
  const client = await RawClient.plain(await runPop3({}), 110)
  await client.line()
  client.send('x'.repeat(9000))
  expect(await client.line()).toMatch(/^-ERR Too long/)
  client.close()
})

test('EXPIRE 0 is listed, UIDL is not', async () => {
  const expiring = await RawClient.tls(await run('pop3-expire-0'), 995)
  await expiring.line()
  expect(await expiring.request('CAPA', true)).toContain('EXPIRE 0')
  expiring.close()
  const nameless = await RawClient.tls(await run('pop3-no-uidl'), 995)
  await nameless.line()
  expect(await nameless.request('CAPA', true)).not.toContain('UIDL')
  await nameless.request(`AUTH PLAIN ${plainDemo}`)
  expect((await nameless.request('UIDL'))[0]).toMatch(/^-ERR/)
  nameless.close()
})
