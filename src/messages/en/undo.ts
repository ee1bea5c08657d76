/** What an undo leaves as it is. */
export const undo = {
  'undo.value_changed': '{subject} was changed since, by {by}; it stays',
  'undo.value_gone': '{subject}: the former value no longer exists; it stays',
  'undo.value_unknown': '{subject}: the former value was not kept; it stays',
  'undo.value_required': '{subject} must not be empty; it stays',
  'undo.column_gone': 'The column {subject} no longer exists',
  'undo.email_taken': '{subject}: the former address is another contact’s by now; it stays',
  'undo.grant_changed': '{subject} came or went again since, by {by}; it stays',
  'undo.role_gone': 'The role no longer exists ({subject})',
  'undo.role_protected': 'Only an administrator decides about {subject}; it stays',
  'undo.role_not_allowed': 'External users cannot have {subject}',
  'undo.provider_gone': 'The identity provider that gave {subject} was deleted',
  'undo.last_administrator': 'Without {subject} nobody could administer; it stays',
  'undo.lookup_value_used': 'The value {subject} stays, because others use it',
  'undo.person_created': 'The person came into being with this sign-in. Disable or erase them instead',
  'undo.identity_linked': 'The person stays bound to the identity provider',
  'undo.user_deleted': 'The user was deleted; nothing revives them',
} as const
