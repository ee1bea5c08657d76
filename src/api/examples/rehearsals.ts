/** Examples of the shapes in `contract/rehearsals.ts`. */
export const rehearsals = {
  rehearsalInput: { people: [{ nameId: { value: 'ida.moss' }, claims: { Email: ['ida@moss.example'] } }] },
  rehearsal: {
    counts: { known: 0, willLink: 0, ambiguous: 0, barred: 0, 'new': 0 },
    people: [
      { userId: '019ab3c4-5d6e-7000-8000-000000000010', login: 'ida', outcome: 'refused', code: 'user_disabled' },
    ],
  },
  rehearsedUser: {
    userId: '019ab3c4-5d6e-7000-8000-000000000024',
    login: 'rescue',
    by: null,
    outcome: 'new',
    why: 'no-value',
  },
}
