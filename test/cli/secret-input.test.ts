import { describe, expect, it } from 'vitest'
import { checkOneStdinReader, readSignIn, type SecretSources } from '../../src/cli/secret-input.js'

const sources = (part: Partial<SecretSources>): SecretSources => ({
  user: 'anna',
  passwordStdin: false,
  env: {},
  readStdin: () => Promise.reject(new Error('stdin was read')),
  ask: undefined,
  ...part,
})

describe('where the password comes from', () => {
  it.each([
    ['secret\n', 'secret'],
    ['secret\r\n', 'secret'],
    ['secret', 'secret'],
    [' two words \n\n', ' two words \n'],
  ])('stdin, whole: %j is %j', async (text, password) => {
    const read = readSignIn(sources({ passwordStdin: true, readStdin: async () => text }))
    await expect(read).resolves.toEqual({ user: 'anna', password })
  })

  it('the environment, before anybody is asked', async () => {
    const read = readSignIn(sources({ env: { MAILADVISE_PASSWORD: 'secret' }, ask: async () => 'other' }))
    await expect(read).resolves.toEqual({ user: 'anna', password: 'secret' })
  })

  it('a prompt, where somebody can be asked', async () => {
    await expect(readSignIn(sources({ ask: async () => 'typed' }))).resolves.toMatchObject({
      password: 'typed',
    })
  })

  it('nowhere, without a user: the environment alone signs nobody in', async () => {
    const read = readSignIn(sources({ user: undefined, env: { MAILADVISE_PASSWORD: 'secret' } }))
    await expect(read).resolves.toBeUndefined()
  })

  it.each<[string, Partial<SecretSources>, string]>([
    ['no source', {}, 'secret-unavailable'],
    ['an empty password', { ask: async () => '' }, 'secret-unavailable'],
    ['an empty user', { user: '', ask: async () => 'x' }, 'bad-value'],
    ['an empty command for the password', { passwordCommand: '' }, 'bad-value'],
    ['an empty command for the token', { tokenCommand: '' }, 'bad-value'],
    ['an empty name of a file', { passwordFile: '' }, 'bad-value'],
    ['a terminal as stdin, where it would show', { passwordStdin: true, stdinIsTerminal: true }, 'usage'],
    ['a password without a user', { user: undefined, passwordStdin: true }, 'usage'],
  ])('is an error with %s', async (_, part, code) => {
    await expect(readSignIn(sources(part))).rejects.toMatchObject({ code, exitCode: 2 })
  })
})

describe('stdin', () => {
  it('has one reader', () => {
    expect(() => checkOneStdinReader({ '--answers -': true, '--password-stdin': false })).not.toThrow()
    expect(() => checkOneStdinReader({ '--answers -': true, '--password-stdin': true })).toThrow(
      'Only one can read stdin: --answers - or --password-stdin',
    )
  })
})
