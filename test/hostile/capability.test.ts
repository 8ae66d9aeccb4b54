import { beforeAll, test } from 'vitest'
import { capabilities } from './behaviours/capability.js'
import { examined, prepare } from './suite.js'

beforeAll(prepare)

test.concurrent.each(capabilities.map((one) => [one.name, one] as const))('%s', (_, one) => examined(one))
