import { defineConfig } from 'vitest/config'
import { SlowFirst } from './test/setup/order.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    globalSetup: ['test/setup/postgres.ts'],
    setupFiles: ['test/setup/seed.ts', 'test/setup/each-file.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One more than CI has cores: a worker often waits for PostgreSQL, a browser or a process of ours.
    maxWorkers: 3,
    // Modules are loaded once per worker, not once per file: nothing here remembers anything between files.
    isolate: false,
    sequence: { sequencer: SlowFirst },
  },
})
