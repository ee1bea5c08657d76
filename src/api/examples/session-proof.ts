/** Examples of the shapes in `contract/session-proof.ts`. */
export const sessionProof = {
  stepUpInput: { password: 'correct horse battery staple' },
  passkeyOptions: {
    challenge: 'c2l4dGVlbiByYW5kb20gYnl0ZXM',
    rpId: 'people.acme.example',
    userVerification: 'required',
  },
  passkey: {
    id: '019ab3c4-5d6e-7000-8000-000000000031',
    name: 'Laptop',
    createdAt: '2026-11-23T12:00:00.000Z',
    usedAt: null,
  },
  credentials: { password: { changedAt: '2026-11-23T12:00:00.000Z' }, passkeys: [] },
  passwordInput: { password: 'correct horse battery staple' },
  openSessions: {
    items: [
      {
        id: '019ab3c4-5d6e-7000-8000-000000000017',
        provider: 'acme',
        createdAt: '2026-11-23T12:28:29.000Z',
        seenAt: '2026-11-23T12:28:29.000Z',
        expiresAt: '2026-11-24T00:28:29.000Z',
        current: false,
      },
    ],
  },
  sessionsEnded: { ended: 2 },
  passkeyInput: {
    name: 'Laptop',
    passkey: {
      id: 'AbCdEf0123',
      rawId: 'AbCdEf0123',
      type: 'public-key',
      clientExtensionResults: {},
      response: { clientDataJSON: 'eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0', attestationObject: 'o2NmbXRkbm9uZQ' },
    },
  },
}
