import { expect, test } from 'vitest'
import type { Endpoint } from '../../src/model/index.js'
import { Deadline, failed, failureOf } from '../../src/net/index.js'
import { SignInQueue, type Turn, throttled } from '../../src/probe/sign-in-queue.js'

const imaps: Endpoint = { protocol: 'imap', host: 'h', port: 993, security: 'tls' }
const imap: Endpoint = { protocol: 'imap', host: 'h', port: 143, security: 'starttls' }
const pop3s: Endpoint = { protocol: 'pop3', host: 'h', port: 995, security: 'tls' }

function deadline(): Deadline {
  return new Deadline(4_000)
}

test('the order is that of the list, whoever comes first', async () => {
  const queue = new SignInQueue([imaps, pop3s])
  const order: string[] = []
  const second = queue.enter(1, deadline(), async () => {
    order.push('pop3s')
  })
  await queue.enter(0, deadline(), async () => {
    order.push('imaps')
  })
  await second
  expect(order).toEqual(['imaps', 'pop3s'])
})

test('never two at the same time', async () => {
  const queue = new SignInQueue([imaps, pop3s])
  let inside = 0
  const signIn = async () => {
    inside += 1
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(inside).toBe(1)
    inside -= 1
  }
  await Promise.all([queue.enter(0, deadline(), signIn), queue.enter(1, deadline(), signIn)])
})

test('each protocol once', async () => {
  const queue = new SignInQueue([imaps, imap])
  await queue.enter(0, deadline(), async () => {})
  expect(await queue.enter(1, deadline(), async () => {})).toBe('sign-in was already tried at h:993')
})

test('nobody after a refusal, but others after a drop', async () => {
  const refused = new SignInQueue([imaps, pop3s])
  const refuse = refused.enter(0, deadline(), () => Promise.reject(failed('sign-in-refused', 'no')))
  await expect(refuse).rejects.toThrow('no')
  expect(await refused.enter(1, deadline(), async () => {})).toBe('not tried after the refusal at h:993')
  const dropped = new SignInQueue([imaps, pop3s])
  await expect(dropped.enter(0, deadline(), () => Promise.reject(failed('closed', 'gone')))).rejects.toThrow(
    'gone',
  )
  expect(await dropped.enter(1, deadline(), async () => {})).toBeUndefined()
})

test('who waits is not held up for ever by one that never comes', async () => {
  const queue = new SignInQueue([imaps, pop3s])
  expect(await queue.enter(1, new Deadline(200), async () => {})).toBeUndefined()
})

test('who gives up waiting does not let the next one in too early', async () => {
  const queue = new SignInQueue([imaps, pop3s, { ...pop3s, port: 1995 }])
  let release = () => {}
  const holding = queue.enter(0, deadline(), () => new Promise((resolve) => (release = resolve)))
  let sent = false
  const late = queue.enter(1, new Deadline(80), async () => {
    sent = true
  })
  expect(await late).toBe('the sign-in at h:993 did not end in time')
  expect(sent).toBe(false)
  let entered = false
  const third = queue.enter(2, deadline(), async () => {
    entered = true
  })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(entered).toBe(false)
  release()
  await Promise.all([holding, third])
  expect(entered).toBe(true)
})

test('a turn that comes with too little time left is not taken', async () => {
  const queue = new SignInQueue([imaps, pop3s])
  let release = () => {}
  const holding = queue.enter(0, deadline(), () => new Promise((resolve) => (release = resolve)))
  const late = queue.enter(1, new Deadline(2_050), () => Promise.reject(new Error('sent')))
  await new Promise((resolve) => setTimeout(resolve, 100))
  release()
  expect(await late).toBe('the sign-in at h:993 did not end in time')
  await holding
})

test('who waits can be called off', async () => {
  const queue = new SignInQueue([imaps, pop3s])
  const abort = new AbortController()
  const waiting = queue.enter(1, new Deadline(9_000, abort.signal), async () => {})
  abort.abort()
  expect(await waiting.catch(failureOf)).toMatchObject({ cause: 'cancelled' })
})

test('nobody after being told to slow down', async () => {
  const queue = new SignInQueue([imaps, pop3s])
  const slow = failed('refused-by-server', 'slow down', { code: throttled })
  await expect(queue.enter(0, deadline(), () => Promise.reject(slow))).rejects.toThrow('slow down')
  expect(await queue.enter(1, deadline(), async () => {})).toBe('not tried after the refusal at h:993')
})

test('a refusal that was mended by a further attempt still ends sign-in for the others', async () => {
  const queue = new SignInQueue([imaps, pop3s])
  const signIn = async (turn: Turn) => {
    expect([turn.takeSecond(), turn.takeSecond()]).toEqual([true, false])
    turn.noteRefusal()
  }
  expect(await queue.enter(0, deadline(), signIn)).toBeUndefined()
  expect(await queue.enter(1, deadline(), async () => {})).toBe('not tried after the refusal at h:993')
})

test('one further sign-in for the account, and none after a refusal', async () => {
  const queue = new SignInQueue([imaps, pop3s])
  await queue.enter(0, deadline(), async () => {})
  await queue.enter(1, deadline(), async () => {})
  expect(await queue.again(0, deadline(), async () => {})).toBeUndefined()
  expect(await queue.again(1, deadline(), async () => {})).toBe('the one further attempt was already made')
  const refused = new SignInQueue([imaps, pop3s])
  const no = () => Promise.reject(failed('sign-in-refused', 'no'))
  await refused.enter(0, deadline(), async () => {})
  await expect(refused.again(0, deadline(), no)).rejects.toThrow('no')
  expect(await refused.enter(1, deadline(), async () => {})).toBe('not tried after the refusal at h:993')
  expect(await refused.again(0, deadline(), async () => {})).toBe('not tried after the refusal at h:993')
})

test('a further sign-in waits for the one that goes on', async () => {
  const queue = new SignInQueue([imaps, pop3s])
  await queue.enter(0, deadline(), async () => {})
  let release = () => {}
  const holding = queue.enter(1, deadline(), () => new Promise((resolve) => (release = resolve)))
  await new Promise((resolve) => setTimeout(resolve, 10))
  let entered = false
  const further = queue.again(0, deadline(), async () => {
    entered = true
  })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(entered).toBe(false)
  release()
  await Promise.all([holding, further])
  expect(entered).toBe(true)
})
