import { beforeAll, test } from 'vitest'
import { greetings } from './behaviours/greeting.js'
import { examined, prepare } from './suite.js'

beforeAll(prepare)

test.concurrent.each(greetings.map((one) => [one.name, one] as const))('%s', (_, one) => examined(one))
