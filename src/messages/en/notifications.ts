/** E-mails about what needs attention: calm sentences, no names of people. */
export const notifications = {
  'notice.subject': '{name}: {count} things need attention',
  'notice.subject-one': '{name}: {what}',
  'notice.lead': '{name} has found something that needs somebody:',
  'notice.more': 'And {count} more. The list in the administration has all of them.',
  'notice.more-one': 'And one more. The list in the administration has all of them.',
  'notice.why':
    'You get this e-mail because your address is on the list of recipients at {url}. An administrator can change what you get under Settings.',
  'notice.test-subject': '{name}: a test e-mail',
  'notice.test': 'This is a test: e-mails of {name} ({url}) arrive here. Nothing needs your attention.',

  'notice.title.certificate.expiring': 'a certificate ends soon',
  'notice.title.withdrawals.paused': 'the withdrawal of roles is paused',
  'notice.title.person.waiting': 'somebody waits for approval',
  'notice.title.key.waiting': 'a new signing key waits for approval',
  'notice.title.refusals.jumped': 'many sign-ins are refused',
  'notice.title.refusals.calmed': 'sign-ins go as usual again',
  'notice.title.metadata.failed': 'metadata could not be refreshed',
  'notice.title.work.new': 'something new needs attention',
  'notice.title.channel.failing': 'a notification could not be delivered',

  'notice.certificate.expiring':
    'The last certificate of {provider} ends on {date}. From then on nobody can sign in there until a new one is known.',
  'notice.certificate.expiring-own':
    'Our own certificate ends on {date}. Make a new one and tell the identity providers before that day.',
  'notice.withdrawals.paused':
    '{provider} would take roles from more people than its safety limit allows. Nothing more is withdrawn in this hour until somebody has looked.',
  'notice.person.waiting': 'People who came through {provider} wait for approval: {count}.',
  'notice.person.waiting-own': 'People wait for approval: {count}.',
  'notice.key.waiting':
    'The metadata of {provider} has new signing keys that nobody vouches for ({count}). They are not trusted until somebody approves them.',
  'notice.refusals.jumped':
    'Sign-ins through {provider} are refused far more often than usual: {refused} of {all} within {minutes} minutes. Most frequent codes: {codes}.',
  'notice.refusals.calmed': 'Sign-ins through {provider} go as usual again.',
  'notice.metadata.failed':
    'The metadata of {provider} could not be refreshed ({code}). What was known before stays in use, and it is tried again every hour.',
  'notice.work.new': 'New entries about {provider} need attention: {count}.',
  'notice.work.new-own': 'New entries need attention: {count}.',
  'notice.channel.failing':
    'Notifications did not arrive for a day and were given up ({code}). Look at the webhooks and the e-mail settings.',
} as const
