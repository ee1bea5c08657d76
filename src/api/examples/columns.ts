/** Examples of the shapes in `contract/columns.ts`. */
export const columns = {
  columnInput: { name: 'CostCentre', caption: 'Cost centre', type: 'text' },
  columnPatch: { caption: 'Telephone' },
  column: { name: 'Email', caption: 'Email', type: 'email', lookup: null, required: false, custom: false, version: 1 },
}
