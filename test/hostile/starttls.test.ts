import { beforeAll, test } from 'vitest'
import { startTls } from './behaviours/starttls.js'
import { examined, prepare } from './suite.js'

beforeAll(prepare)

test.concurrent.each(startTls.map((one) => [one.name, one] as const))('%s', (_, one) => examined(one))
