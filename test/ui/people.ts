/** What the test identity provider sends of John Best, and the mapping that uses it. */
export const john = {
  Company: ['Bright Harbour Ltd'],
  Department: ['Sales'],
  Email: ['john.best@brightharbour.example'],
  'First Name': ['John'],
  'Last Name': ['Best'],
  Phone: ['+44 20 7946 0142'],
  memberOf: ['Sales team', 'London office'],
  'http://schemas.example/ws/2005/05/identity/claims/costcentre': ['KST-4711'],
}

export const mapping = {
  Account: 'Company',
  Department: 'Department',
  Email: 'Email',
  GivenName: 'First Name',
  Surname: 'Last Name',
  Phone: 'Phone',
  Type: [null, 'Employee'],
} as const
