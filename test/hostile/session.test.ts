import { beforeAll, test } from 'vitest'
import { goodbyes, sessions } from './behaviours/session.js'
import { examined, prepare } from './suite.js'

beforeAll(prepare)

test.concurrent.each(sessions.map((one) => [one.name, one] as const))('%s', (_, one) => examined(one))
test.concurrent.each(goodbyes.map((one) => [one.name, one] as const))('%s', (_, one) => examined(one))
