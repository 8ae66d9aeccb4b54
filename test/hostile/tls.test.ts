import { beforeAll, test } from 'vitest'
import { handshakes } from './behaviours/tls.js'
import { examined, prepare } from './suite.js'

beforeAll(prepare)

test.concurrent.each(handshakes.map((one) => [one.name, one] as const))('%s', (_, one) => examined(one))
