import { beforeAll, test } from 'vitest'
import { goodbyes, sessions } from './behaviours/session.js'
import { examined, prepare } from './suite.js'

beforeAll(prepare)

test.concurrent.each(sessions)('$name', examined)
test.concurrent.each(goodbyes)('$name', examined)
