import { beforeAll, test } from 'vitest'
import { mechanisms } from './behaviours/mechanisms.js'
import { examined, prepare } from './suite.js'

beforeAll(prepare)

test.concurrent.each(mechanisms.map((one) => [one.name, one] as const))('%s', (_, one) => examined(one))
