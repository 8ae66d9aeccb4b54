import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { Deadline, failureOf } from '../../src/net/index.js'
import { limits } from '../../src/net/limits.js'
import { LineReader } from '../../src/net/line-reader.js'

function readerOn(stream: PassThrough, totalMs = 5_000): LineReader {
  return new LineReader(stream, new Deadline(totalMs))
}

async function causeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: unknown) => failureOf(error).cause,
  )
}

describe('LineReader', () => {
  test('hands out lines that came before and after it was asked', async () => {
    const stream = new PassThrough()
    const reader = readerOn(stream)
    stream.write('one\r\ntw')
    expect((await reader.next('line')).toString()).toBe('one')
    const second = reader.next('line')
    stream.write('o\r\n')
    expect((await second).toString()).toBe('two')
  })

  test('counts what nobody asked for', async () => {
    const stream = new PassThrough()
    const reader = readerOn(stream)
    stream.write('OK\r\nslipped in\r\nand ')
    await reader.next('line')
    expect(reader.leftOver).toBe('slipped in\r\nand '.length)
  })

  test('says closed when the stream ends', async () => {
    const stream = new PassThrough()
    const reader = readerOn(stream)
    stream.end('half a line')
    expect(await causeOf(reader.next('line'))).toBe('closed')
  })

  test('passes the cause of an error on, however often it is asked', async () => {
    const stream = new PassThrough()
    const reader = readerOn(stream)
    stream.destroy(Object.assign(new Error('gone'), { code: 'ECONNRESET' }))
    expect(await causeOf(reader.next('line'))).toBe('reset')
    expect(await causeOf(reader.next('line'))).toBe('reset')
  })

  test('a drip does not stretch the time', async () => {
    const stream = new PassThrough()
    const reader = readerOn(stream, 150)
    const drip = setInterval(() => stream.write('x'), 5)
    expect(await causeOf(reader.next('line'))).toBe('timed-out')
    clearInterval(drip)
  })

  test('the limit of a step holds over all lines of one answer', async () => {
    const stream = new PassThrough()
    const reader = readerOn(stream)
    reader.startAnswer({ bytes: 1_000_000, lines: 100_000, ms: 150 })
    const drip = setInterval(() => stream.write('x\r\n'), 5)
    const all = async () => {
      for (;;) await reader.next('line')
    }
    expect(await causeOf(all())).toBe('timed-out')
    clearInterval(drip)
  })

  test.each([
    ['lines', { bytes: 1_000, lines: 3, ms: 1_000 }],
    ['bytes', { bytes: 11, lines: 100, ms: 1_000 }],
  ])('stops at the limit of %s', async (_what, bounds) => {
    const stream = new PassThrough()
    const reader = readerOn(stream)
    reader.startAnswer(bounds)
    stream.write('a\r\nb\r\nc\r\nd\r\n')
    for (let line = 0; line < 3; line += 1) await reader.next('line')
    expect(await causeOf(reader.next('line'))).toBe('too-much-data')
  })

  test('stops at the limit of a line and stops reading there', async () => {
    const stream = new PassThrough()
    const reader = readerOn(stream)
    const chunk = Buffer.alloc(16 * 1024, 'a')
    let written = 0
    const pump = () => {
      if (written === 100) return
      written += 1
      stream.write(chunk, pump)
    }
    pump()
    expect(await causeOf(reader.next('line'))).toBe('too-much-data')
    expect(written * chunk.length).toBeLessThan(4 * limits.lineBytes)
  })

  test('ends when the signal aborts', async () => {
    const abort = new AbortController()
    const reader = new LineReader(new PassThrough(), new Deadline(5_000, abort.signal))
    const waiting = causeOf(reader.next('line'))
    abort.abort()
    expect(await waiting).toBe('cancelled')
  })

  test('a step ends at its own limit, however much time the endpoint has left', async () => {
    const reader = new LineReader(new PassThrough(), new Deadline(60_000))
    reader.startAnswer({ bytes: 100, lines: 10, ms: 20 })
    await expect(reader.next('answer')).rejects.toThrow(/^no answer within \d+ ms$/)
  })
})
