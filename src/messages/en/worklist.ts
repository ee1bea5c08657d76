/** What needs attention. */
export const worklist = {
  'worklist.dropped': 'What it was about is no longer kept: its days are over.',
  'worklist.of-one': '{who}: {sentence}',
  'worklist.email-of': 'The e-mail address that arrived belongs to {owner} already; {subject} keeps its value.',
  'worklist.group-unknown': 'The group {group} means nothing here: no rule and no role of its name.',
  'worklist.person-waiting': '{name} ({login}) waits for approval.',
  'worklist.key-waiting': 'A new signing key waits for approval: {fingerprint}',
  'worklist.certificate-expiring': 'The certificate {fingerprint} ends on {notAfter}, and there is none after it.',
  'worklist.refusals-high':
    'Sign-ins of this provider are refused far more often than usual: {refused} of {all} within a quarter of an hour.',
  'worklist.by-name': 'name',
  'worklist.by-email': 'e-mail address',
  'worklist.people-alike': 'Several contacts have the same {by}: {text}',
} as const
