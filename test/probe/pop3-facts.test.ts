import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failureIn } from '../support/probing.js'
import { closeServers, look, pop3, prepareServers, serving, untold } from '../support/scripted-session.js'

beforeAll(prepareServers)
afterAll(closeServers)

describe('POP3', () => {
  test('nothing of the header that TOP sends is kept or shown', async () => {
    const { probe, lines } = await look(await serving('pop3', pop3()), 'pop3', { keepTranscript: true })
    expect(probe.session?.top).toEqual({ answered: true, headerOnly: true })
    expect(probe.transcript?.map(({ text }) => text)).toContain('TOP 1 0')
    expect(JSON.stringify([probe, lines])).not.toContain('private matter')
  })

  test.each<[string, string, object]>([
    ['refused', '-ERR no TOP\r\n', { answered: false }],
    [
      'with text that was not asked for',
      '+OK\r\nA: b\r\n\r\nHello\r\n.\r\n',
      { answered: true, headerOnly: false },
    ],
    ['with an empty line only', '+OK\r\nA: b\r\n\r\n\r\n.\r\n', { answered: true, headerOnly: true }],
    ['without the line between', '+OK\r\nA: b\r\n.\r\n', { answered: true, headerOnly: true }],
  ])('TOP %s', async (_how, answer, top) => {
    const { probe } = await look(await serving('pop3', pop3({ 'TOP 1 0': answer })), 'pop3')
    expect(failureIn(probe)).toBe('none')
    expect(probe.session?.top).toEqual(top)
  })

  test('unique-ids that differ when they are asked for again', async () => {
    const changing = ['+OK\r\n1 a\r\n2 b\r\n.\r\n', '+OK\r\n1 c\r\n2 d\r\n.\r\n']
    const { probe } = await look(await serving('pop3', pop3({ UIDL: changing })), 'pop3')
    expect(probe.session?.uidl).toEqual({ answered: true, unique: true, stable: false })
  })

  test('a second UIDL that is refused is not told', async () => {
    const server = await serving('pop3', pop3({ UIDL: ['+OK\r\n1 a\r\n.\r\n', '-ERR once only\r\n'] }))
    const { probe } = await look(server, 'pop3')
    expect(failureIn(probe)).toBe('none')
    expect(untold(probe)).toEqual(['uidl-again refused-by-server'])
    expect(probe.session?.uidl).toEqual({ answered: true, unique: true })
    expect(probe.session?.top).toMatchObject({ answered: true })
  })

  test('TOP is not asked of an empty maildrop', async () => {
    const server = await serving('pop3', pop3({ STAT: '+OK 0 0\r\n', UIDL: '+OK\r\n.\r\n' }))
    const { probe } = await look(server, 'pop3')
    expect(probe.session).not.toHaveProperty('top')
    expect(server.received).not.toContain('TOP')
  })
})
