/** Examples of the shapes in `contract/configuration.ts`. */
export const configuration = {
  configurationDifference: {
    dryRun: true,
    differences: [
      {
        op: 'add',
        kind: 'role',
        title: 'role Approvers',
        fields: [{ field: 'name', from: null, to: 'Approvers' }],
        takes: null,
      },
    ],
    left: [{ kind: 'setting', title: 'setting helpText' }],
    takes: 0,
    mustConfirm: false,
    plan: '7adfac7005ce0fbb7deacc6e784d5908',
    revision: null,
  },
}
