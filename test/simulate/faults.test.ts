import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { ServerStep } from '../../src/model/index.js'
import { startSimulation } from '../../src/simulate/server.js'
import { RawClient } from './raw-client.js'
import { run, runImap } from './running.js'

function connectTo(...onConnect: ServerStep[]): Promise<RawClient> {
  return runImap({ onConnect }).then((simulation) => RawClient.plain(simulation, 143))
}

describe('on connecting', () => {
  test('nothing listens', async () => {
    const simulation = await run('imap-only')
    await expect(RawClient.plain(simulation, 995)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await expect(RawClient.plain(simulation, 110)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    const client = await RawClient.tls(simulation, 993)
    expect(await client.line()).toMatch(/^\* OK/)
    client.close()
  })

  test('closed at once', async () => {
    const client = await connectTo({ do: 'close' })
    expect(await client.ending()).toBe('FIN')
    client.close()
  })

  test('reset at once, which may come before the client knows that it is connected', async () => {
    const ending = await connectTo({ do: 'reset' }).then(
      (client) => client.ending(),
      (error: NodeJS.ErrnoException) => error.code,
    )
    expect(ending).toBe('ECONNRESET')
  })

  test('closed before TLS', async () => {
    const simulation = await runImap({ port: 993, security: 'tls', onConnect: [{ do: 'close' }] })
    const client = await RawClient.plain(simulation, 993)
    await expect(client.startTls(simulation)).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  test('plaintext where TLS is expected', async () => {
    const simulation = await runImap({ port: 993, security: 'tls', onConnect: [{ line: '* OK Hello.' }] })
    const client = await RawClient.plain(simulation, 993)
    await expect(client.startTls(simulation)).rejects.toMatchObject({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' })
  })

  test('a hanging server swallows what it is sent, and lets go when the client does', async () => {
    const simulation = await runImap({ onConnect: [{ do: 'hang' }] })
    const client = await RawClient.plain(simulation, 143)
    client.send('a CAPABILITY\r\n'.repeat(20_000))
    client.finish()
    expect(await client.ending()).toBe('FIN')
    expect(client.unread).toBe('')
    expect(simulation.log).toEqual([])
  })

  test('a greeting that waits, drips, and has raw bytes in it', async () => {
    const client = await connectTo(
      { waitMs: 5 },
      { drip: '* OK Sl', everyMs: 1 },
      { raw: 'ow\u0000\u00ff\n' },
      { do: 'ordinary' },
    )
    expect(await client.line()).toBe('* OK Slow\u0000\u00ff')
    expect(await client.line()).toMatch(/^\* OK \[CAPABILITY/)
    client.close()
  })

  test('a flood, counted and endless', async () => {
    const client = await connectTo({ flood: '* OK Still here\r\n', times: 3 }, { flood: 'x', everyMs: 1 })
    for (let line = 0; line < 3; line++) expect(await client.line()).toBe('* OK Still here')
    client.close()
    const other = await connectTo({ flood: '* 1 EXISTS\r\n' })
    for (let line = 0; line < 100; line++) expect(await other.line()).toBe('* 1 EXISTS')
    other.close()
  })

  test('BYE, and the connection is closed', async () => {
    const simulation = await run('bye-greeting')
    for (const [port, greeting] of [
      [143, /^\* BYE \[UNAVAILABLE\]/],
      [110, /^-ERR \[SYS\/TEMP\]/],
    ] as const) {
      const client = await RawClient.plain(simulation, port)
      expect(await client.line()).toMatch(greeting)
      expect(await client.ending()).toBe('FIN')
      client.close()
    }
  })
})

describe('replies', () => {
  test('fit by first words and state, and only from the nth time', async () => {
    const simulation = await runImap({
      replies: [
        {
          to: 'AUTHENTICATE XOAUTH2',
          steps: [{ line: '+ e30=' }, { readLines: 1 }, { line: '{tag} NO No.' }],
        },
        {
          to: 'NOOP',
          state: 'after-login',
          steps: [{ line: '{tag} BAD User is authenticated but not connected.' }],
        },
        { to: 'NOOP', after: 1, steps: [{ line: '* BYE Enough' }, { do: 'close' }, { line: 'never sent' }] },
        { to: 'LOGIN', steps: [{ do: 'sign-in' }, { line: '{tag} OK In' }] },
      ],
    })
    const client = await RawClient.plain(simulation, 143)
    await client.line()
    client.send('a AUTHENTICATE XOAUTH2 eHh4\r\nanything\r\n')
    expect(await client.linesTo('a ')).toEqual(['+ e30=', 'a NO No.'])
    expect(await client.ask('b noop')).toEqual(['b OK NOOP completed.'])
    expect(await client.ask('c LOGIN x y')).toEqual(['c OK In'])
    expect(await client.ask('d NOOP')).toEqual(['d BAD User is authenticated but not connected.'])
    client.close()
    const other = await RawClient.plain(simulation, 143)
    await other.line()
    await other.ask('a NOOP')
    other.send('b NOOP\r\n')
    expect(await other.line()).toBe('* BYE Enough')
    expect(await other.ending()).toBe('FIN')
    expect(other.unread).toBe('')
    other.close()
  })

  test('the ordinary answer, and then a reset', async () => {
    const client = await RawClient.plain(
      await runImap({
        replies: [{ to: '*', steps: [{ do: 'ordinary' }, { readLines: 1 }, { do: 'reset' }] }],
      }),
      143,
    )
    await client.line()
    expect(await client.ask('a NOOP')).toEqual(['a OK NOOP completed.'])
    client.send('b NOOP\r\n')
    expect(await client.ending()).toBe('ECONNRESET')
  })

  test('a reset inside TLS', async () => {
    const simulation = await runImap({
      port: 993,
      security: 'tls',
      replies: [{ to: 'NOOP', steps: [{ do: 'reset' }] }],
    })
    const client = await RawClient.tls(simulation, 993)
    await client.line()
    client.send('a NOOP\r\n')
    expect(await client.ending()).toBe('ECONNRESET')
  })

  test('STARTTLS answered OK and then not done', async () => {
    const simulation = await runImap({
      security: 'starttls',
      replies: [{ to: 'STARTTLS', steps: [{ line: '{tag} OK Begin TLS' }, { do: 'close' }] }],
    })
    const client = await RawClient.plain(simulation, 143)
    await client.line()
    expect(await client.ask('a STARTTLS')).toEqual(['a OK Begin TLS'])
    await expect(client.startTls(simulation)).rejects.toThrow()
  })

  test('bytes injected behind the answer to STARTTLS come in the same segment, TLS works all the same', async () => {
    const simulation = await run('injection')
    const client = await RawClient.plain(simulation, 143)
    await client.line()
    expect(await client.ask('a STARTTLS')).toEqual(['a OK Begin TLS negotiation now.'])
    expect(client.unread).toBe('* CAPABILITY IMAP4rev1 AUTH=PLAIN X-INJECTED\r\n')
    await client.line()
    await client.startTls(simulation)
    expect((await client.ask('b NOOP')).at(-1)).toMatch(/^b OK/)
    client.close()
  })

  test('no STARTTLS where it was stripped', async () => {
    const client = await RawClient.plain(await run('starttls-stripped'), 143)
    expect(await client.line()).not.toContain('STARTTLS')
    expect((await client.ask('a STARTTLS')).at(-1)).toMatch(/^a BAD/)
    client.close()
  })

  test('no sign-in where nobody has an account', async () => {
    const client = await RawClient.tls(await run('login-refused'), 993)
    await client.line()
    expect((await client.ask('a LOGIN demo open-sesame')).at(-1)).toMatch(/^a NO \[AUTHENTICATIONFAILED\]/)
    client.close()
  })
})

test('close ends what is going on, leaves no handle open, and may be called twice', async () => {
  const scenario = {
    id: 'test',
    title: 'Busy in every way',
    about: 'One connection each that floods, waits, hangs and listens.',
    host: 'mail.demo.example',
    endpoints: [
      { protocol: 'imap', port: 1, security: 'none', onConnect: [{ flood: 'x'.repeat(1000) }] },
      { protocol: 'imap', port: 2, security: 'none', onConnect: [{ waitMs: 3_600_000 }] },
      { protocol: 'imap', port: 3, security: 'none', onConnect: [{ do: 'hang' }] },
      { protocol: 'imap', port: 4, security: 'none' },
      { protocol: 'imap', port: 5, security: 'tls' },
      { protocol: 'imap', port: 6, security: 'none', listening: false },
    ],
  } as const
  const simulation = await startSimulation(structuredClone(scenario) as never)
  const clients = await Promise.all([1, 2, 3, 4].map((port) => RawClient.plain(simulation, port)))
  clients.push(await RawClient.tls(simulation, 5), await RawClient.plain(simulation, 5))
  await clients[3]?.line()
  await simulation.close()
  for (const client of clients) {
    await client.ending()
    client.close()
  }
  await simulation.close()
  await setImmediate()
  await setImmediate()
  expect(handles()).toEqual([])
})

function handles(): string[] {
  return process.getActiveResourcesInfo().filter((name) => /TCP|TLS/.test(name))
}
