import { describe, expect, test } from 'vitest'
import { otherForm } from '../../src/probe/session/user-forms.js'

describe('the other form of a user name', () => {
  test.each([
    ['anna@example.com', 'mail.example.com', 'anna'],
    ['"a@b"@example.com', 'mail.example.com', '"a@b"'],
    ['anna', 'imap.example.com', 'anna@example.com'],
    ['anna', 'pop3.example.co.uk', 'anna@example.co.uk'],
    ['anna', 'mail2.example.com', 'anna@example.com'],
    ['anna', 'example.com', 'anna@example.com'],
    ['anna', 'mail.com', 'anna@mail.com'],
    ['anna', 'berlin.example.com', 'anna@berlin.example.com'],
  ])('%s at %s is %s', (user, host, other) => expect(otherForm(user, host)?.user).toBe(other))

  test('takes the domain of the account where it is known', () => {
    expect(otherForm('anna', 'imap.provider.example', 'example.com')).toEqual({
      user: 'anna@example.com',
      userForm: 'whole-address',
      from: 'the domain is that of the account',
    })
  })

  test.each([
    ['anna', '192.0.2.1'],
    ['anna', '2001:db8::1'],
    ['anna', 'localhost'],
    ['@example.com', 'mail.example.com'],
    ['COMPANY\\anna', 'mail.example.com'],
  ])('%s at %s has none', (user, host) => expect(otherForm(user, host)).toBeUndefined())
})
