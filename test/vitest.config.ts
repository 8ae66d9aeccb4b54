import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    // oclif's output capturing and vitest's console interception fight over stdout.
    disableConsoleIntercept: true,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Most of what test/hostile does at once is waiting for the end of a short time limit.
    maxConcurrency: 12,
  },
})
