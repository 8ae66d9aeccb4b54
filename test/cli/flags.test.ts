import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asksForJson } from '../../src/cli/base-command.js'
import { parseChoice, parseConnectTo, parseSecurity, parseTimeout } from '../../src/cli/flags.js'
import { repeatLine } from '../../src/cli/repeat.js'
import { commandLine, shellQuote } from '../../src/render/shell-quote.js'

describe('--timeout', () => {
  it.each([
    ['30', 30_000],
    ['0.5', 500],
    ['600', 600_000],
  ])('takes %s', (text, ms) => expect(parseTimeout(text)).toBe(ms))

  it.each(['', '0', '-1', '601', 'Infinity', '1e3', '0x10', '3 s', 'NaN'])('refuses %j', (text) => {
    expect(() => parseTimeout(text)).toThrow('0.1 to 600')
  })
})

describe('--connect-to', () => {
  it.each([
    ['mail.example.com:993:127.0.0.1:10993', ['mail.example.com', 993, '127.0.0.1', 10_993]],
    ['MAIL.example.com:1:[::1]:2', ['mail.example.com', 1, '::1', 2]],
    ['[2001:DB8::1]:993:other.example:993', ['2001:db8::1', 993, 'other.example', 993]],
  ])('reads %s', (text, [host, port, toHost, toPort]) => {
    expect(parseConnectTo(text)).toEqual({ host, port, toHost, toPort })
  })

  it.each(['', 'a', 'a:1', 'a:1:b', 'a:1:b:0', 'a:x:b:2', ':1:b:2', 'a:1::2', '::1:1:b:2'])(
    'refuses %j',
    (text) => {
      expect(() => parseConnectTo(text)).toThrow('HOST:PORT:ADDR:PORT')
    },
  )
})

describe('one word of a few', () => {
  it('is taken in any case', () => {
    expect(parseSecurity('TLS')).toBe('tls')
    expect(parseChoice('format', 'Csv', ['csv', 'json'])).toBe('csv')
  })

  it('is refused with the flag named', () =>
    expect(() => parseSecurity('ssl')).toThrow('Unknown --security "ssl"'))
})

describe('asksForJson', () => {
  it.each([
    [['compare', '--json'], true],
    [['compare', '--format', 'json'], true],
    [['compare', '--format=json'], true],
    [['compare', '--format', 'JSON'], true],
    [['compare', '--json=true'], true],
    [['compare', '--format', 'csv'], false],
    [['compare', '--', '--json'], false],
    [[], false],
  ])('%j: %s', (argv, wanted) => expect(asksForJson(argv)).toBe(wanted))
})

describe('a command to be pasted into a shell', () => {
  it.each([
    ['plain=word,two', 'plain=word,two'],
    ['two words', "'two words'"],
    ["it's", "'it'\\''s'"],
    ['', "''"],
    ['$(rm -rf)', "'$(rm -rf)'"],
  ])('%j becomes %s', (word, quoted) => expect(shellQuote(word)).toBe(quoted))

  it('gives a shell the same words back', () => {
    const words = fc.array(
      fc.string({ maxLength: 12 }).filter((word) => !word.includes('\0')),
      { minLength: 1 },
    )
    fc.assert(
      fc.property(words, (list) => {
        const script = `for word in ${commandLine(list)}; do printf '%s\\0' "$word"; done`
        expect(execFileSync('sh', ['-c', script]).toString().split('\0').slice(0, -1)).toEqual(list)
      }),
      { numRuns: 30 },
    )
  })

  it('repeats answers, targets and flags, but no password', () => {
    const flags = { user: 'anna b', 'connect-to': ['a:1:b:2', 'c:3:d:4'], from: undefined }
    const line = repeatLine({ places: ['computer', 'phone'], 'own-copy': false }, ['imaps://a:pw@h'], flags, {
      askNoMore: true,
    })
    expect(line).toBe(
      'mailadvise recommend imaps://a:...@h --set places=computer,phone --set own-copy=no ' +
        "--connect-to a:1:b:2 --connect-to c:3:d:4 --user 'anna b' --no-input",
    )
  })

  it('keeps every flag that changes what comes out, and only where asked those of the form', () => {
    const flags = {
      timeout: '5',
      'ca-file': ['ca.pem'],
      deep: true,
      gentle: false,
      'all-questions': true,
      json: true,
      out: 'advice.md',
    }
    expect(repeatLine({}, ['h'], flags)).toBe(
      'mailadvise recommend h --timeout 5 --ca-file ca.pem --deep --all-questions',
    )
    expect(repeatLine({}, ['h'], flags, { withForm: true })).toMatch(/ --json --out advice\.md$/)
    expect(repeatLine({}, ['h'], { timeout: '30' })).toBe('mailadvise recommend h')
  })
})
