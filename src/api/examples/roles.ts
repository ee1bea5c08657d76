/** Examples of the shapes in `contract/roles.ts`. */
export const roles = {
  roleInput: { name: 'Help desk', scopes: ['directory:read', 'rules:read'] },
  rolePatch: { sensitive: true },
  role: {
    id: '019ab3c4-5d6e-7000-8000-000000000030',
    version: 1,
    name: 'Help desk',
    kind: 'functional',
    parent: null,
    protected: false,
    guarded: true,
    scopes: ['rules:read', 'directory:read'],
    heldScopes: ['directory:read', 'rules:read'],
    sensitive: false,
    builtIn: null,
  },
}
