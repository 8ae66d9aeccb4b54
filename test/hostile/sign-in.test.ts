import { beforeAll, test } from 'vitest'
import { signIns } from './behaviours/sign-in.js'
import { examined, prepare } from './suite.js'

beforeAll(prepare)

test.concurrent.each(signIns.map((one) => [one.name, one] as const))('%s', (_, one) => examined(one))
