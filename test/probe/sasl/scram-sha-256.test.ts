import { describe, expect, test } from 'vitest'
import { SaslFault } from '../../../src/probe/sasl/exchange.js'
import { mostIterations, ScramExchange, scramSha256 } from '../../../src/probe/sasl/scram-sha-256.js'

// RFC 7677 section 3.
const nonce = 'rOprNGfwEbeRWgbNEkqO'
const whole = `${nonce}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0`
const salt = 'W22ZaJ0SNY7soEsUEjb6gQ=='
const serverFirst = `r=${whole},s=${salt},i=4096`
const proof = 'dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ='
const serverFinal = 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4='

const started = () => new ScramExchange({ user: 'user', secret: 'pencil' }, nonce)
const answer = async (exchange: ScramExchange, text: string) =>
  (await exchange.answer(Buffer.from(text))).toString('utf8')

async function proven(): Promise<ScramExchange> {
  const exchange = started()
  await answer(exchange, serverFirst)
  return exchange
}

describe('SCRAM-SHA-256', () => {
  test('is that of RFC 7677 section 3', async () => {
    const exchange = started()
    expect(exchange.initial.toString()).toBe(`n,,n=user,r=${nonce}`)
    expect(await answer(exchange, serverFirst)).toBe(`c=biws,r=${whole},p=${proof}`)
    expect(exchange.derived).toEqual([proof])
    expect(exchange.complete).toBe(false)
    expect(await answer(exchange, serverFinal)).toBe('')
    expect(exchange.complete).toBe(true)
  })

  test('escapes the user name, and gives each exchange a nonce of its own', () => {
    const [one, other] = [1, 2].map(() =>
      scramSha256.start({ user: 'a,b=c', secret: 'x' }).initial?.toString(),
    )
    expect(one).toMatch(/^n,,n=a=2Cb=3Dc,r=[A-Za-z0-9+/]{24}$/)
    expect(other).not.toBe(one)
  })

  test('is not for a password that it cannot carry', () => {
    expect(scramSha256.fits?.({ user: 'a', secret: 'bell\u0007' })).toBe(false)
    expect(scramSha256.fits?.({ user: 'a', secret: 'straße' })).toBe(true)
  })

  test.each([
    ['no message', ''],
    ['no nonce', `s=${salt},i=4096`],
    ['an extension that must be known', `m=x,${serverFirst}`],
    ["a nonce that is not the client's", `r=other,s=${salt},i=4096`],
    ["the client's nonce and no more", `r=${nonce},s=${salt},i=4096`],
    ['a salt that is no base64', `r=${whole},s=%%%%,i=4096`],
    ['no iteration', `r=${whole},s=${salt},i=0`],
    ['too many iterations', `r=${whole},s=${salt},i=${mostIterations + 1}`],
    ['iterations without end', `r=${whole},s=${salt},i=99999999999999`],
    ['iterations that are no number', `r=${whole},s=${salt},i=4e3`],
  ])('gives no proof to %s', async (_what, text) => {
    const exchange = started()
    await expect(answer(exchange, text)).rejects.toThrow(SaslFault)
    expect(exchange.derived).toEqual([])
    expect(exchange.complete).toBe(false)
  })

  test.each([
    ['wrong', `v=${Buffer.alloc(32, 1).toString('base64')}`],
    ['too short', 'v=AQ=='],
    ['no base64', 'v=!!!!'],
    ['missing', 'x=1'],
    ['empty', ''],
  ])('believes no server whose signature is %s', async (_what, text) => {
    const exchange = await proven()
    await expect(answer(exchange, text)).rejects.toThrow('does not know the password')
    expect(exchange.complete).toBe(false)
  })

  test('waits for the refusal after an error, and believes no yes', async () => {
    const exchange = await proven()
    expect(await answer(exchange, 'e=invalid-proof')).toBe('')
    expect(exchange.complete).toBe(false)
    await expect(answer(exchange, serverFinal)).rejects.toThrow(SaslFault)
  })
})
