/** The verifier's steps in the order of `verify.ts`; `Rejection.step` is one of them. */
export const verificationSteps = [
  'transport',
  'gate',
  'parse',
  'schema',
  'shape',
  'decryption',
  'signature',
  'reparse',
  'protocol',
] as const
