import { beforeAll, test } from 'vitest'
import { greetings } from './behaviours/greeting.js'
import { examined, prepare } from './suite.js'

beforeAll(prepare)

test.concurrent.each(greetings)('$name', examined)
