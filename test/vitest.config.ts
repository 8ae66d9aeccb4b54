import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    // oclif's output capturing and vitest's console interception fight over stdout.
    disableConsoleIntercept: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Most tests wait for a server or for a time limit, not for the processor.
    maxWorkers: 3,
    maxConcurrency: 12,
  },
})
