import type { PlanMessageKey } from '../../core/describe.ts'
import type { PlanCode } from '../../errors.ts'

/** Sentences about a plan: what changes and why, what it remarks, and what an administrator does about that. Pure data: the admin UI loads it alone. */
export const plan = {
  'change.lookup-value-created': 'Creates {name} in {lookup}',
  'change.lookup-value-removed': 'Removes the value {name} of {lookup}, which nobody uses',
  'change.user-created': 'Creates the {userType} {login}',
  'change.user-created-pending': 'Creates the {userType} {login}, who waits for approval',
  'change.identity-linked': 'Lets this person sign in as {login}, who is here already',
  'change.user-reactivated': 'Switches {login} on again',
  'change.contact-created': 'Creates a contact',
  'change.column-filled': '{column} becomes {after}',
  'change.column-changed': '{column} changes from {before} to {after}',
  'change.column-cleared': '{column} loses {before}',
  'change.role-created': 'Creates the role {role}',
  'change.role-granted': 'Gives {role}',
  'change.role-withdrawn': 'Takes away {role}',
  'because.claim': 'because {attribute} says so',
  'because.claim-mapping': '{from} arrived in {attribute}; the attribute mapping made this of it',
  'because.claim-entry': '{from} arrived in {attribute}, which is another name of this entry',
  'because.claim-fall-back': '{from} arrived in {attribute}, which is no entry; this one stands in for it',
  'because.claim-mapping-unseen': 'the attribute mapping made this of what arrived in {attribute}',
  'because.claim-entry-unseen': 'what arrived in {attribute} is another name of this entry',
  'because.claim-fall-back-unseen': 'what arrived in {attribute} is no entry; this one stands in for it',
  'because.default': 'default value, because the attribute {attribute} brought nothing',
  'because.default-absent': 'no attribute {attribute} arrived, so the default value',
  'because.default-empty': 'the attribute {attribute} came without a value, so the default value',
  'because.default-no-attribute': 'default value',
  'because.fixed': 'always this value',
  'because.template': 'made from what arrived, by the attribute mapping',
  'because.cleared': 'because the attribute {attribute} brought nothing, and the mapping then empties it',
  'because.cleared-template': 'because a part of the template is missing, and the mapping then empties it',
  'because.split': 'taken from {columns}',
  'because.composed': 'made from {columns}',
  'because.composed-from-login': 'made from the sign-in name',
  'because.first-sign-on': 'first sign-in',
  'because.role-rule': 'because of the group {group}, by the group mapping',
  'because.role-name': 'because of the group {group}, which has the same name',
  'because.role-rule-cleaned': 'because of the group {group}, which arrived as {from}, by the group mapping',
  'because.role-name-cleaned': 'because of the group {group}, which arrived as {from} and has the same name',
  'because.base-role': 'everybody of this kind has it',
  'because.group-gone': 'because the group that gave it is gone',
  'because.not-reasserted': 'because nothing gives it any more',
  'because.replaced': 'because the groups of this provider decide alone, and none gives it',
  'because.edited': 'edited by hand',
  'because.undone': 'an undo puts back what was before',
  'because.merged': 'a contact that was the same person had it',
  'because.linked': 'because {attribute} is what {column} says',
  'because.linked-login': 'because {attribute} is the sign-in name',
  'because.linked-email': 'because {attribute} is the e-mail address',
  'because.reactivate': 'because this provider brings disabled users back',
  'user-type.employee': 'employee',
  'user-type.external': 'external user',
  'problem.user_not_provisioned':
    'This {userType} is not known here, and people of this kind are not created at sign-in.',
  'problem.user_disabled': 'The user is disabled.',
  'problem.user_deleted': 'The user was deleted.',
  'problem.user_pending': 'The user waits for approval.',
  'problem.not_in_pilot': 'Only some people may sign in with this provider yet, and this one is not among them.',
  'problem.contact_ambiguous': 'Several people here could be meant: {count} have the same {by}.',
  'problem.link_not_allowed':
    'A person was found by {by} who may not be linked by a rule: an administrator, the holder of a protected role, or, by a provider of others, an employee or somebody whom another provider knows.',
  'problem.subject_attribute_missing': '{subject} should tell who it is, and did not arrive with exactly one value.',
  'problem.subject_transient':
    'The NameID is a new one at every sign-in (transient), so nobody can be recognised by it.',
  'problem.login_missing': 'There is nothing to make a sign-in name of: {subject} brought none.',
  'problem.login_opaque': 'The NameID means nothing to people (persistent), and no e-mail address came to use instead.',
  'problem.login_taken': 'The sign-in name {login} belongs to somebody else.',
  'problem.login_taken-suffixed': 'The sign-in name {login} belongs to somebody else; {given} is used.',
  'problem.attribute_missing': '{subject} keeps its value: its attribute did not arrive and there is no default value.',
  'problem.attribute_multi_valued': '{attribute} brought {values} values for {subject}; the first is used.',
  'problem.attribute_multi_valued-refused':
    '{attribute} brought {values} values for {subject}, where the mapping accepts one; {subject} keeps its value.',
  'problem.value_invalid-step':
    'What arrived for {subject} cannot be converted: the step {step} does not fit it. {subject} keeps its value.',
  'problem.value_invalid': 'What arrived for {subject} is not a valid {type}; it is left out.',
  'problem.value_too_long': 'What arrived for {subject} has {length} characters; {limit} are allowed. It is left out.',
  'problem.lookup_value_unknown': '{text} is not in {lookup}, and {subject} may not create it.',
  'problem.lookup_value_unknown-fell-back': '{text} is not in {lookup}; {subject} becomes {fallBack}.',
  'problem.lookup_value_queued': '{text} is not in {lookup} and waits for an administrator; {subject} keeps its value.',
  'problem.lookup_limit':
    '{text} is not in {lookup}, and this sign-in has created {limit} values already; {subject} keeps its value.',
  'problem.lookup_limit-day':
    '{text} is not in {lookup}, and the sign-ins of this provider have created {limit} values within a day; {subject} keeps its value.',
  'problem.account_not_allowed': 'This provider may not bring people of {text}; {subject} keeps its value.',
  'problem.required_value_missing': '{subject} must have a value for signing in, and there is none.',
  'problem.lookup_value_ambiguous': '{count} values of {lookup} are called {name}; the oldest is used for {subject}.',
  'problem.email_taken': 'The e-mail address belongs to another contact already; {subject} keeps its value.',
  'problem.email_domain_bound':
    'Addresses at {domain} belong to another identity provider, and only that one may write them; {subject} keeps its value.',
  'problem.column_unknown': 'A mapping writes to {subject}, and there is no such column.',
  'problem.column_mapped_twice': 'Two mappings write to {subject}; one of them is ignored.',
  'problem.roles_incomplete': 'The groups did not all arrive, so no role is taken away. Missing: {missing}',
  'problem.roles_incomplete-usual':
    'No groups arrived, so no role is taken away. None of the usual attributes came: {usual} and others.',
  'problem.roles_incomplete-unnamed':
    'No attribute is named at the identity provider that brings groups, so no role is taken away.',
  'problem.roles_incomplete-overage': 'The identity provider had too many groups to send them. No role is taken away.',
  'problem.roles_incomplete-unreadable': 'A group arrived that cannot be read, so no role is taken away.',
  'problem.role_protected':
    'The group {group} has the same name as the protected role {subject}, and gives it to nobody by the name alone.',
  'problem.role_protected-cleaned':
    'The group mapping for {group} gives nobody the protected role {subject} here: the value arrived as {from}, and a protected role goes by a whole value alone.',
  'problem.role_not_allowed': 'The group {group} may not give {subject} to this kind of user.',
  'problem.role_not_allowed-list':
    'The group {group} gives nobody {subject}, which is not among the roles that this provider may give.',
  'problem.role_unknown': 'A group mapping for {group} leads to a role that does not exist.',
  'problem.role_not_created': 'No role is made of {count} groups, because their names cannot be names of roles.',
  'problem.role_not_created-one': 'No role is made of one group, because its name cannot be the name of a role.',
  'problem.role_not_created-taken':
    'No role is made of {count} groups, such as {group}: a role has nearly that name, and may not be meant.',
  'problem.role_not_created-taken-one':
    'No role is made of the group {group}: a role has nearly that name, and may not be meant.',
  'problem.role_not_created-cap': 'This sign-in has created as many roles as one may; {count} groups give nothing yet.',
  'problem.role_not_created-cap-one': 'This sign-in has created as many roles as one may; one group gives nothing yet.',
  'problem.last_administrator': '{subject} stays: without it there would be no administrator left.',
  'problem.withdrawals_paused':
    'The {count} roles that should be taken away stay: in this hour the provider may take away no more than {ceiling}.',
  'problem.withdrawals_paused-one':
    'The role that should be taken away stays: in this hour the provider may take away no more than {ceiling}.',
  'fix.user_not_provisioned':
    'If such people should be let in, switch on “Create people” under Identity providers → People and groups (create).',
  'fix.user_disabled': 'If they should have access: Users → the person → Let in again.',
  'fix.user_deleted':
    'A deleted user does not come back. If the person should have access: Users → the person → Unbind lets them begin anew.',
  'fix.user_pending': 'To let them in: Approve, under Needs attention or Users → the person.',
  'fix.not_in_pilot':
    'Add them to the pilot, or end it, under Identity providers → People and groups → More about people (pilot).',
  'fix.contact_ambiguous':
    'Say who it is under Needs attention, or correct the value of all but one of them under Contacts.',
  'fix.link_not_allowed':
    'If they are the same person, link them by hand: Users → the person → Bind to an identity provider.',
  'fix.subject_attribute_missing':
    'Let the identity provider send it with one value, or choose another attribute under Identity providers → People and groups → More about people → What somebody is known by.',
  'fix.subject_transient':
    'Let the identity provider send a lasting NameID, or name an attribute under Identity providers → People and groups → More about people → What somebody is known by.',
  'fix.login_missing':
    'Let the identity provider send it, or choose another under Identity providers → People and groups → More about people → Sign-in name.',
  'fix.login_opaque':
    'Let the identity provider send an e-mail address and map it to Email under Attribute mapping, or choose something else under Identity providers → People and groups → More about people → Sign-in name.',
  'fix.login_taken':
    'A number is added to names that are taken, unless this provider refuses them: Identity providers → People and groups → More about people → If the sign-in name is taken (loginTaken).',
  'fix.attribute_missing':
    'Let the identity provider release the attribute; or correct its name or give a default value under Attribute mapping.',
  'fix.attribute_multi_valued':
    'Let the identity provider send one value, or say which one is taken under Attribute mapping → More (several).',
  'fix.value_invalid':
    'Correct the value at the identity provider, or choose a text column for the attribute under Attribute mapping.',
  'fix.value_too_long': 'Shorten the value at the identity provider.',
  'fix.lookup_value_unknown':
    'Let the identity provider send the name of an entry that is there, or add the entry under Lookups (lookups).',
  'fix.lookup_value_queued':
    'Add the entry, or say which one it means, under Needs attention. The next sign-in uses it.',
  'fix.lookup_limit':
    'If so many new entries are right: raise the safety limit under Identity providers → People and groups → More about people (lookupCeiling), or sign in again. Otherwise correct the attribute, or what happens to unknown text, under Attribute mapping → More (unknownValue).',
  'fix.account_not_allowed':
    'If its people may belong to that company, add it to “Only these accounts (companies)” under Identity providers → People and groups → More about people (allowedAccounts).',
  'fix.required_value_missing':
    'Let the identity provider send the attribute, give a default value, or let the row be less strict under Attribute mapping → More (required, whenAbsent, whenEmpty).',
  'fix.lookup_value_ambiguous': 'Choose them under Lookups, then “Make them one”. Until then the oldest is used.',
  'fix.email_taken':
    'Correct one of the two addresses: at the identity provider, or of the other contact under Contacts. If both are one person: Contacts → the person → More → Merge into another contact.',
  'fix.email_domain_bound':
    'If the address is right, free the domain: Settings → Mail domains. Otherwise correct it at the identity provider.',
  'fix.column_unknown': 'Choose an existing column under Attribute mapping, or add it under Columns (columns).',
  'fix.column_mapped_twice': 'Delete one of the two rows under Attribute mapping.',
  'fix.roles_incomplete':
    'Let the identity provider send the group attribute always, even without a value. Where it leaves the attribute out with the last group: Identity providers → People and groups → If the identity provider sends no groups.',
  'fix.role_protected': 'If the group should give it, say so under Group mapping (roleRules).',
  'fix.role_not_allowed':
    'If the group should give it, say so for this provider under Group mapping (roleRules), and add the role to “Only these roles” under Identity providers → People and groups → More about groups (allowedRoles).',
  'fix.role_unknown': 'Name an existing role in the rule, or remove the rule, under Group mapping (roleRules).',
  'fix.role_not_created':
    'Give the groups a role under Group mapping (roleRules), or let small and capital letters be the same under Identity providers → People and groups → More about groups (roleNameCase).',
  'fix.last_administrator':
    'Make somebody else an administrator first: by a group under Group mapping (roleRules), or by hand under Roles.',
  'fix.withdrawals_paused':
    'If so many are meant to lose a role: “Go on taking roles away” under Needs attention, or a higher safety limit under Identity providers → People and groups → More about groups (withdrawalCeiling). They lose it at their next sign-in.',
} as const satisfies Readonly<Record<PlanMessageKey, string>> &
  Readonly<Record<`fix.${PlanCode}`, string>> &
  Readonly<Record<string, string>>
