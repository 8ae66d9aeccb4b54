import { beforeAll, test } from 'vitest'
import { capabilities } from './behaviours/capability.js'
import { examined, prepare } from './suite.js'

beforeAll(prepare)

test.concurrent.each(capabilities)('$name', examined)
