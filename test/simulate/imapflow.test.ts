import { ImapFlow } from 'imapflow'
import { expect, test } from 'vitest'
import type { RunningSimulation } from '../../src/simulate/server.js'
import { realPort } from './raw-client.js'
import { run } from './running.js'

function clientFor(simulation: RunningSimulation, port: number, pass: string): ImapFlow {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: realPort(simulation, port),
    secure: port === 993,
    ...(port === 143 ? { doSTARTTLS: true } : {}),
    servername: simulation.scenario.host,
    tls: { ca: simulation.caPem },
    auth: { user: 'demo', pass },
    logger: false,
  })
  client.on('error', () => {})
  return client
}

test.each([993, 143])('a real client signs in on port %i and looks around', async (port) => {
  const simulation = await run('demo')
  const client = clientFor(simulation, port, 'open-sesame')
  await client.connect()
  const folders = await client.list({ statusQuery: { messages: true } })
  expect(folders.find((folder) => folder.path === 'Sent')).toMatchObject({
    specialUse: '\\Sent',
    status: { messages: 18 },
  })
  expect(folders).toHaveLength(8)
  expect(await client.getQuota('INBOX')).toMatchObject({
    storage: { usage: 650117 * 1024, limit: 2 ** 30, status: '62%' },
  })
  expect((await client.mailboxOpen('INBOX', { readOnly: true })).exists).toBe(12)
  await client.logout()
  expect(simulation.log.some(({ insideTls, line }) => !insideTls && /LOGIN|AUTH/.test(line))).toBe(false)
})

test('a real client understands the refusal', async () => {
  const client = clientFor(await run('demo'), 993, 'wrong')
  await expect(client.connect()).rejects.toMatchObject({
    authenticationFailed: true,
    serverResponseCode: 'AUTHENTICATIONFAILED',
  })
})

test('a real client notices the injection', async () => {
  const client = clientFor(await run('injection'), 143, 'open-sesame')
  await expect(client.connect()).rejects.toMatchObject({ code: 'STARTTLS_INJECTION' })
})
