import { beforeAll, test } from 'vitest'
import { startTls } from './behaviours/starttls.js'
import { examined, prepare } from './suite.js'

beforeAll(prepare)

test.concurrent.each(startTls)('$name', examined)
