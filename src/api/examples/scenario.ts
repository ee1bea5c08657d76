/** Examples of the shapes in `contract/scenario.ts`. */
export const scenario = {
  scenario: {
    claims: {
      Company: ['Oma utebipu'],
      Department: ['Sivedonog'],
      Email: ['vagu.gapa@acme.fezalip'],
      'First Name': ['Vagu'],
      'Last Name': ['Gapa'],
    },
    rules: {
      provider: {
        userType: 'employee',
        employees: { create: true, update: true },
        external: { create: false, update: false },
        roles: 'sync',
        subjectFrom: 'NameID',
      },
      converters: [{ attribute: 'Company', column: 'Account', overwrite: 'until-edited' }],
      roleRules: [{ groups: ['CN=Sales,OU=Groups,DC=acme', 'CN=Sellers,OU=Groups,DC=acme'], role: 'Sales', own: true }],
    },
    before: {
      complete: true,
      nameId: 'vagu.gapa',
      columns: [{ name: 'Name', type: 'text', required: true }],
      roles: [{ name: 'All employees', builtIn: 'all-employees' }],
      person: {
        user: { login: 'vagu.gapa', type: 'employee', status: 'active' },
        values: { Name: 'Vagu Gapa', GivenName: 'Vagu', Surname: 'Gapa', Account: 'Oma utebipu', Type: 'Employee' },
        origins: { Name: 'composed', Type: 'fixed', Email: 'claim', Phone: 'claim', Account: 'claim' },
        grants: [{ role: 'All employees', by: 'base' }],
      },
    },
    plan: { decision: 'update', changes: [{ newValue: 'Department: Sivedonog', because: 'claim' }], problems: [] },
    madeUp: true,
    notes: [],
    planThen: null,
  },
}
