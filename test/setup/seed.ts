/**
 * Random cases are the same every time, so that what passes here passes everywhere; at night FC_SEED=random looks for others, and a
 * number repeats a run.
 */
import * as fc from 'fast-check'

const given = process.env.FC_SEED
if (given !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(given ?? 20_261_124) })
