/** Examples of the shapes in `contract/converters.ts`. */
export const converters = {
  converterInput: { attributes: ['Company'], column: 'Account' },
  converterPatch: { overwrite: 'until-edited' },
  converter: {
    id: '019ab3c4-5d6e-7000-8000-000000000012',
    version: 1,
    provider: null,
    attributes: ['Company'],
    column: 'Account',
    defaultValue: null,
    position: 1,
  },
}
