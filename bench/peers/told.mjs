/** What every peer is told by the driver, and how it answers. */
export const told = JSON.parse(process.env.BENCH_TOLD ?? '{}')

/** Says to the driver that the peer listens. */
export const ready = () => process.stdout.write('READY\n')
