/** Examples of the shapes in `contract/test-links.ts`. */
export const testLinks = {
  testLinkInput: { hours: 24 },
  testLink: {
    id: '019ab3c4-5d6e-7000-8000-000000000033',
    provider: 'acme',
    createdAt: '2026-11-23T13:27:31.000Z',
    expiresAt: '2026-11-24T13:27:31.000Z',
    openedAt: null,
    signOnId: null,
  },
  newTestLink: {
    id: '019ab3c4-5d6e-7000-8000-000000000033',
    provider: 'acme',
    createdAt: '2026-11-23T13:27:31.000Z',
    expiresAt: '2026-11-24T13:27:31.000Z',
    openedAt: null,
    signOnId: null,
    url: 'http://localhost:3000/sso/acme/test-link#…',
  },
}
