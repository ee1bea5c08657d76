/** Attribute mapping. */
export const converters = {
  'converters.title': 'Attribute mapping',
  'converters.subtitle': 'SAML field name converters to contact field name',
  'converters.lead':
    'At every sign-in the attribute fills the column. If the attribute brings nothing, the default value is used; without one the column keeps what it has.',
  'converters.attribute': 'Attribute',
  'converters.attribute-hint':
    'As the identity provider sends it. Several: one per line, the first that arrives wins. None: the default value is always written.',
  'converters.column': 'Contact column',
  'converters.choose': 'Choose a column',
  'converters.default': 'Default value',
  'converters.scope': 'For',
  'converters.scope-all': 'all providers',
  'converters.fixed': 'always the default value',
  'converters.never': 'Did not arrive lately.',
  'converters.last': 'Last received: {value}',
  'converters.add': 'Add a row',
  'converters.add-button': 'Add',
  'converters.save': 'Save',
  'converters.delete': 'Delete',
  'converters.row': 'Row for {column}',
  'converters.saved': 'Saved. The next sign-in uses it.',
  'converters.deleted': 'Deleted. Values that it wrote stay.',
  'converters.lost': 'You were signed out meanwhile, so your change was not saved. Please enter it again.',
  'converters.none': 'No attribute is mapped yet',
  'converters.none-do':
    'Without a mapping a sign-in creates a contact with nothing but a name. Add the first row below.',
  'converters.unmapped': 'Arrived lately, but not mapped',
  'converters.version': 'Version {revision} of the rules',
  'converters.invalid': 'This was not saved. Correct the marked field.',
  'converters.changed':
    'This was not saved: somebody else changed the row meanwhile. It shows what it says now; what you wanted stands below it.',
  'converters.gone':
    'This was not saved: somebody else deleted the row meanwhile. What you wanted stands under “Add a row”.',
  'converters.choose-one': 'Choose the column that the attribute fills.',
  'converters.undo': 'Undo: add the row for {column} again',
  'converters.mine': 'What you wanted',
  'converters.mine-now': '{wanted} (now: {now})',
  'converters.mine-save': 'Save mine instead',
} as const
