/**
 * The API's contract: what every request and answer looks like. Server, OpenAPI document and, later, the UI read it;
 * the edits beneath the API check with it too, so that a page and a configuration file are held to the same rules.
 */
import { z } from 'zod'
import { SUBJECT_LIMIT, VALUE_LIMIT } from '../core/text.ts'
import { presetIds } from '../presets/preset.ts'
import { publishedSettings } from '../protocols/published.ts'
import { choices } from '../protocols/saml/settings.ts'
import { restored, undoingRules } from './contract/revisions.ts'
import { anyColumnName, columnName, id, named, slug, storable, time, valueName, version } from './fields.ts'
import { converterOptions, nameSource, optional, providerOptions } from './rule-options.ts'

/** A page of a list. `next` is the cursor of the page after it; null on the last one. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() })

/** RFC 9457, with our stable code and the reference that the server's log knows. */
export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  reference: z.string(),
  errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
  /** Of some codes: numbers and names that say more, as its row in docs/errors.md tells. */
  details: z.record(z.string(), z.unknown()).optional(),
})

// Providers ----------------------------------------------------------------------------------------------------------

const switches = z.strictObject({ create: z.boolean(), update: z.boolean() })
const names = z.array(storable(VALUE_LIMIT).min(1)).max(50)

const policy = z.strictObject({
  userType: z.enum(['employee', 'external']),
  employees: switches,
  external: switches,
  roles: z.enum(['off', 'add', 'sync', 'replace']),
  subjectFrom: nameSource,
  loginFrom: z.union([z.literal('auto'), nameSource, z.strictObject({ template: storable(2000).min(1) })]),
  loginTaken: z.enum(['suffix', 'refuse']),
  roleAttributes: z.union([z.literal('well-known'), names]),
  exactRoleNames: z.boolean(),
  /** As sent or cleaned; an entry that ends with `*` stands for everything that begins so. */
  ignoreGroups: z.array(storable(4000).min(1)).max(500),
  /** What a sign-on without the role attributes says: nothing, or that there are no groups. */
  absentGroups: z.enum(['keep', 'none']),
  /** Stands between groups that arrive in one value; null: a value is one group. */
  groupSeparator: storable(8).min(1).nullable(),
  /** Which name is read from a group beside its value as sent. */
  groupNames: z.enum(['as-sent', 'cn', 'strip-domain', 'last-segment']),
})
const givenPolicy = policy.partial().extend(optional(providerOptions))

const metadata = z.string().min(1).max(1_048_576)
const metadataUrl = z.url({ protocol: /^https?$/, error: 'must be an https address' }).max(2000)
/** Certificates (PEM) of which one must have signed the document. */
const metadataCertificates = z.array(z.string().min(1).max(20_000)).max(5)
/** Only this very document: SHA-256 of its bytes. */
const metadataSha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hexadecimal digits in small letters' })
/** What an administrator sets beside what the metadata says; addresses and keys come from the metadata alone. */
const providerSettings = z.strictObject(choices).partial()
const presetId = z.enum(presetIds)

export const providerInput = givenPolicy.extend({
  name: named(250),
  slug,
  /** The document, or else where it is fetched from, now and ever after. */
  metadata: metadata.optional(),
  metadataUrl: metadataUrl.optional(),
  /** Which partner is meant, when the document lists those of a federation. */
  entityId: named(1024).optional(),
  metadataCertificates: metadataCertificates.optional(),
  metadataSha256: metadataSha256.optional(),
  /** Our entityID towards this partner; the metadata address when not given. It never changes afterwards. */
  spEntityId: named(1024).optional(),
  enabled: z.boolean().optional(),
  settings: providerSettings.optional(),
  /** Settings and policy of a known product, under whatever is given here. */
  preset: presetId.optional(),
})

/** What can change of a provider. entityIDs and slug cannot: the partner has them in its own configuration. */
export const providerPatch = givenPolicy.extend({
  name: named(250).optional(),
  metadata: metadata.optional(),
  /** Null: no longer fetched; keys and addresses stay as they are. */
  metadataUrl: metadataUrl.nullable().optional(),
  metadataCertificates: metadataCertificates.optional(),
  metadataSha256: metadataSha256.nullable().optional(),
  enabled: z.boolean().optional(),
  settings: providerSettings.optional(),
  /** Which set-up instructions to give; settings and policy stay as they are. */
  preset: presetId.nullable().optional(),
})

const certificate = z.strictObject({ fingerprint: z.string(), notAfter: time, pem: z.string() })
/** Where the metadata comes from, what it is held to, and how the last fetch went. */
const metadataSource = z.strictObject({
  url: z.string().nullable(),
  certificates: z.array(certificate),
  sha256: z.string().nullable(),
  validUntil: time.nullable(),
  checkedAt: time.nullable(),
  changedAt: time.nullable(),
  nextAt: time.nullable(),
  error: z.strictObject({ code: z.string(), message: z.string(), at: time }).nullable(),
})

export const provider = policy.extend(z.strictObject(providerOptions).partial().shape).extend({
  id,
  version,
  slug: z.string(),
  name: z.string(),
  protocol: z.string(),
  entityId: z.string(),
  spEntityId: z.string(),
  acsUrl: z.string(),
  metadataUrl: z.string(),
  settings: z.unknown(),
  preset: z.string().nullable(),
  /** The preset that the partner's names suggest, while none is chosen. */
  suggestedPreset: presetId.nullable(),
  enabled: z.boolean(),
  demo: z.boolean(),
  createdAt: time,
  certificates: z.array(certificate),
  /** Keys that the metadata brought and nobody vouched for: they verify nothing until they are approved. */
  waitingCertificates: z.array(certificate.extend({ firstSeen: time, dismissedAt: time.nullable() })),
  /** Null: the metadata was handed in, and holds until it is handed in again. */
  metadataSource: metadataSource.nullable(),
  /** What is allowed and will probably be regretted. */
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
})

/** What goes with a provider. `people` confirms it: it must still be so many when it is removed. */
export const providerRemoval = z.strictObject({
  people: z.int(),
  /** People whom no other provider knows. */
  stranded: z.int(),
  grants: z.array(z.strictObject({ id, name: z.string(), people: z.int() })),
})

/** A change of whom we believe, or of the keys we are believed by. */
export const trustEvent = z.strictObject({
  id,
  at: time,
  kind: z.string(),
  provider: z.string().nullable(),
  author: z.record(z.string(), z.unknown()),
  facts: z.record(z.string(), z.unknown()),
})

/** One of our own key pairs; the private half never leaves. */
export const spKey = z.strictObject({
  id,
  state: z.enum(['active', 'next', 'retiring']),
  fingerprint: z.string(),
  notAfter: time,
  pem: z.string(),
  createdAt: time,
  changedAt: time,
})

/** A mail domain, which leads its addresses to one provider. */
export const domainInput = z.strictObject({ domain: named(253), provider: slug })
export const domain = z.strictObject({
  id,
  domain: z.string(),
  provider: z.string(),
  provenAt: time.nullable(),
  /** False: not proven, and it would have to be, because there is a provider for external users. */
  counts: z.boolean(),
  /** What DNS must show. */
  proof: z.strictObject({ name: z.string(), type: z.literal('TXT'), value: z.string() }),
  createdAt: time,
})

// Presets ------------------------------------------------------------------------------------------------------------

export const presetSummary = z.strictObject({ id: presetId, name: z.string(), summary: z.string() })
/** `source` is the page that says so, or `unverified`. */
const fact = z.strictObject({ text: z.string(), source: z.string() })
export const preset = presetSummary.extend({
  path: z.string(),
  labels: z.strictObject({ entityId: z.string(), acsUrl: z.string(), logoutUrl: z.string() }),
  nameId: z.array(fact),
  attributes: z.array(
    z.strictObject({
      column: z.string(),
      names: z.array(z.string()),
      from: z.string().nullable(),
      custom: z.boolean(),
      source: z.string(),
    }),
  ),
  roles: z.array(z.strictObject({ name: z.string(), from: z.string().nullable(), source: z.string() })),
  overageAttributes: z.array(z.string()),
  policy: policy.partial(),
  settings: providerSettings,
  quirks: z.array(fact),
  logout: fact.extend({ supported: z.boolean() }),
  certificates: fact,
})
export const setup = z.strictObject({
  preset: presetId,
  title: z.string(),
  steps: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('text'), title: z.string(), text: z.string() }),
      z.strictObject({
        kind: z.literal('table'),
        title: z.string(),
        text: z.string(),
        columns: z.array(z.string()),
        rows: z.array(z.array(z.string())),
      }),
      z.strictObject({
        kind: z.literal('code'),
        title: z.string(),
        text: z.string(),
        language: z.enum(['powershell', 'adfs-claim-rules', 'json', 'xml']),
        code: z.string(),
      }),
    ]),
  ),
})

// Rules --------------------------------------------------------------------------------------------------------------

export const converterInput = z.strictObject({
  /** Slug of the provider; null or absent: for all providers. */
  provider: slug.nullable().optional(),
  /** Attribute Names as sent, the first present one wins; null or absent: `template`, or the default as a fixed value. */
  attributes: z.array(storable(VALUE_LIMIT).min(1)).min(1).max(20).nullable().optional(),
  column: anyColumnName,
  defaultValue: storable(VALUE_LIMIT).nullable().optional(),
  position: z.int().min(0).max(100_000).optional(),
  ...optional(converterOptions),
})
export const converterPatch = converterInput.partial()
export const converter = z.strictObject({
  id,
  version,
  provider: z.string().nullable(),
  attributes: z.array(z.string()).nullable(),
  column: z.string(),
  defaultValue: z.string().nullable(),
  position: z.int(),
  ...z.strictObject(converterOptions).partial().shape,
})

export const roleRuleInput = z.strictObject({
  provider: slug.nullable().optional(),
  /** One group; or else `groups`: any one of them gives the role. */
  group: named(4000).optional(),
  groups: z.array(named(4000)).min(1).max(200).optional(),
  /** The groups are globs: `*` stands for any run of characters, `?` for one. Null: they are the values as sent. */
  match: z.literal('glob').nullable().optional(),
  /** Name or id of the role. */
  role: named(VALUE_LIMIT),
})
/** What becomes of the grants that a changed or deleted rule gave. */
const withdrawal = {
  /** Left out: each goes at the person's next sign-on. */
  withdraw: z.enum(['now', 'next-sign-on']).optional(),
  /** How many grants `now` takes, where that must be confirmed. */
  confirm: z.int().min(0).optional(),
}
export const roleRulePatch = roleRuleInput.partial()
export const roleRuleChange = roleRulePatch.extend(withdrawal)
export const roleRuleRemoval = z.strictObject({
  withdraw: withdrawal.withdraw,
  confirm: z
    .string()
    .regex(/^[0-9]{1,9}$/, { error: 'must be a whole number' })
    .transform(Number)
    .optional(),
})
const roleRef = z.strictObject({ id, name: z.string() })
export const roleRule = z.strictObject({
  id,
  version,
  provider: z.string().nullable(),
  /** The first of `groups`. */
  group: z.string(),
  groups: z.array(z.string()),
  match: z.literal('glob').nullable(),
  role: roleRef,
})
/** The change that is thought of; null: the rule goes. */
export const impactInput = z.strictObject({
  change: roleRulePatch.nullable(),
  limit: z.int().min(1).max(200).optional(),
  cursor: z.string().min(1).max(4000).optional(),
})
export const impact = z.strictObject({
  /** Grants that would be withdrawn, from so many people. */
  grants: z.int(),
  people: z.int(),
  /** Grants behind which no other reason for the role stands. */
  losses: z.int(),
  /** False: some of these people may have a group that still gives it; their next sign-on tells. */
  exact: z.boolean(),
  /** `withdraw: now` needs `confirm` with the number of grants. */
  mustConfirm: z.boolean(),
  items: z.array(
    z.strictObject({
      grantId: id,
      user: z.strictObject({ id, login: z.string(), name: z.string() }),
      role: z.string(),
      /** False: they keep the role for another reason. */
      loses: z.boolean(),
    }),
  ),
  next: z.string().nullable(),
})
/** What the sign-ons of a provider took away in this hour. */
export const withdrawals = z.strictObject({
  provider: z.string(),
  hour: time,
  count: z.int(),
  ceiling: z.int(),
})

const columnType = z.enum([
  'text',
  'email',
  'phone',
  'integer',
  'decimal',
  'boolean',
  'date',
  'datetime',
  'language',
  'timezone',
  'lookup',
])
export const columnInput = z.strictObject({
  name: columnName,
  caption: named(VALUE_LIMIT),
  type: columnType,
  /** The lookup whose values it holds, for type `lookup`; one that does not exist is made. */
  lookup: columnName.nullable().optional(),
})
export const columnPatch = z.strictObject({ caption: named(VALUE_LIMIT) })
export const column = z.strictObject({
  name: z.string(),
  caption: z.string(),
  type: columnType,
  lookup: z.string().nullable(),
  required: z.boolean(),
  custom: z.boolean(),
  version,
})

// Directory ----------------------------------------------------------------------------------------------------------

/** What a person may put into a cell. A lookup's text is the id or the name of a value. */
export const cellInput = z.union([
  z.null(),
  z.string(),
  z.number(),
  z.boolean(),
  z.strictObject({ id }),
  z.strictObject({ name: z.string(), create: z.boolean().optional() }),
])
export const contactPatch = z.strictObject({ columns: z.record(anyColumnName, cellInput) })
const lookupRef = z.strictObject({ id, name: z.string() })
const cell = z.union([z.null(), z.string(), lookupRef])
export const contact = z.strictObject({
  id,
  version,
  columns: z.record(z.string(), cell),
  user: z
    .strictObject({
      id,
      version,
      login: z.string(),
      type: z.enum(['employee', 'external']),
      status: z.enum(['active', 'disabled', 'pending', 'deleted']),
    })
    .nullable(),
  roles: z.array(z.strictObject({ name: z.string(), origin: z.string() })),
})
export const historyEntry = z.strictObject({
  id,
  at: time,
  column: z.string(),
  before: cell,
  after: cell,
  origin: z.record(z.string(), z.unknown()),
  /** The contact whose history it was, before that was merged into this one. */
  mergedFrom: id.nullable(),
})

export const user = z.strictObject({
  id,
  version,
  login: z.string(),
  type: z.enum(['employee', 'external']),
  status: z.enum(['active', 'disabled', 'pending', 'deleted']),
  contact: z.strictObject({ id, name: z.string() }),
  createdAt: time,
  /** The last sign-on that the journal still has; null: none. */
  lastSeenAt: time.nullable(),
})
/** As whom a provider knows a user; `linkedBy` says how it came to that, null: by their first sign-on. */
export const identity = z.strictObject({
  id,
  provider: z.string(),
  subject: z.string(),
  format: z.string().nullable(),
  linkedBy: z.record(z.string(), z.unknown()).nullable(),
  createdAt: time,
})
/** `subject` and NameID Format exactly as the provider sends them; Format null: none is sent, or an attribute is the subject. */
export const identityInput = z.strictObject({
  provider: slug,
  subject: storable(SUBJECT_LIMIT).min(1),
  format: storable(SUBJECT_LIMIT).min(1).nullable().optional(),
})
export const userPatch = z.strictObject({ status: z.enum(['active', 'disabled']) })

export const roleInput = z.strictObject({
  name: named(VALUE_LIMIT),
  kind: z.enum(['organisational', 'functional']).optional(),
  /** Id or name of the role above it; only between organisational roles. */
  parent: named(VALUE_LIMIT).nullable().optional(),
  protected: z.boolean().optional(),
  /** Whoever loses it is signed out at once. */
  sensitive: z.boolean().optional(),
})
export const rolePatch = roleInput.omit({ kind: true }).partial()
export const role = z.strictObject({
  id,
  version,
  name: z.string(),
  kind: z.enum(['organisational', 'functional']),
  parent: roleRef.nullable(),
  protected: z.boolean(),
  /** Protected itself, or below a protected role. */
  guarded: z.boolean(),
  sensitive: z.boolean(),
  builtIn: z.enum(['administrators', 'all-employees', 'all-external']).nullable(),
})

/** `user` is an id or a login name, `role` an id or a name. */
export const grantInput = z.strictObject({ user: named(VALUE_LIMIT), role: named(VALUE_LIMIT) })
export const grant = z.strictObject({
  id,
  user: z.strictObject({ id, login: z.string() }),
  role: roleRef,
  origin: z.enum(['manual', 'base', 'provider', 'import', 'scim']),
  provider: z.string().nullable(),
  ruleId: id.nullable(),
  createdAt: time,
})

export const lookupValueInput = z.strictObject({ name: valueName(VALUE_LIMIT) })
export const lookupValue = z.strictObject({ id, name: z.string(), createdBy: z.string(), createdAt: time })

// Sign-ons -----------------------------------------------------------------------------------------------------------

/** `{"Name": ["value", …]}`. Names are the partner's and may be any text. */
const claims = z.record(z.string(), z.array(z.string()))
const planSchema = z.record(z.string(), z.unknown())

export const signOn = z.strictObject({
  id,
  at: time,
  provider: z.string().nullable(),
  outcome: z.enum(['created', 'updated', 'unchanged', 'refused', 'tested', 'replayed', 'undone']),
  code: z.string().nullable(),
  step: z.string().nullable(),
  userId: id.nullable(),
  contactId: id.nullable(),
  rulesRevision: z.int().nullable(),
  problems: z.array(z.string()),
  durationMicroseconds: z.int(),
})
export const signOnDetail = signOn.extend({
  plan: planSchema.nullable(),
  refusal: z.strictObject({ message: z.string(), evidence: z.record(z.string(), z.unknown()) }).nullable(),
  /** The way it went: every check with its verdict; several may have refused. */
  steps: z.array(
    z.strictObject({
      step: z.string(),
      verdict: z.enum(['passed', 'refused', 'not-reached']),
      code: z.string().nullable(),
      message: z.string().nullable(),
      evidence: z.record(z.string(), z.unknown()),
    }),
  ),
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
  /** Only for who may read claims. */
  claims: claims.nullable().optional(),
  subject: z.strictObject({ value: z.string(), format: z.string().nullable() }).nullable().optional(),
})

const converterDraft = converterInput.partial().extend({ id: id.optional() })
const roleRuleDraft = roleRuleInput.partial().extend({ id: id.optional() })
/** The whole set, or a patch of it. A row with `id` is a change of that row; a set removes what it does not name. */
const draftOf = <Row extends z.ZodType>(row: Row, max: number) =>
  z.union([
    z.array(row).max(max),
    z.strictObject({ upsert: z.array(row).max(max), remove: z.array(id).max(max) }).partial(),
  ])
/** Rules that are tried and not saved. */
export const draftInput = z.strictObject({
  converters: draftOf(converterDraft, 500).optional(),
  roleRules: draftOf(roleRuleDraft, 5000).optional(),
  /** By slug: what changes of a provider's policy. */
  policies: z.record(slug, givenPolicy).optional(),
})

export const previewInput = z
  .strictObject({
    provider: slug,
    claims: claims.optional(),
    nameId: z
      .strictObject({
        value: z.string().min(1).max(SUBJECT_LIMIT),
        format: z.string().min(1).max(VALUE_LIMIT).nullable().optional(),
      })
      .nullable()
      .optional(),
    /** What arrived with this past sign-on, instead of `claims`. */
    signOnId: id.optional(),
    draft: draftInput.optional(),
  })
  .refine((value) => (value.claims === undefined) !== (value.signOnId === undefined), {
    error: 'Give either claims or signOnId',
    path: ['claims'],
  })
const side = z.strictObject({
  plan: planSchema,
  explanation: z.record(z.string(), z.unknown()),
  sentences: z.array(z.string()),
})
/** With a draft: `before` is without it, `after` with it, as is what stands beside them; `differs` names what only one says. */
export const preview = side.extend({
  before: side.optional(),
  after: side.optional(),
  differs: z.strictObject({ onlyBefore: z.array(z.string()), onlyAfter: z.array(z.string()) }).optional(),
})

// Tools --------------------------------------------------------------------------------------------------------------

const counted = z.record(z.string(), z.int())
export const replayInput = z.strictObject({
  /** Slug; left out: all providers. */
  provider: slug.optional(),
  last: z.int().min(1).max(10_000).optional(),
  draft: draftInput.optional(),
})
export const replay = z.strictObject({
  id,
  createdAt: time,
  author: z.record(z.string(), z.unknown()),
  provider: z.string().nullable(),
  last: z.int(),
  revision: z.int(),
  draft: z.boolean(),
  stage: z.enum(['try', 'apply', 'undo']),
  state: z.enum(['running', 'done', 'cancelled', 'stopped', 'failed', 'interrupted']),
  code: z.string().nullable(),
  total: z.int(),
  done: z.int(),
  finishedAt: time.nullable(),
  /** Withdrawals that were counted, and confirmed where that was needed, when it was carried out. */
  allowed: z.int().nullable(),
  counts: z
    .strictObject({
      examined: z.int(),
      superseded: z.int(),
      skipped: counted,
      people: z.int(),
      affected: z.int(),
      decisions: counted,
      columns: z.record(z.string(), z.strictObject({ changed: z.int(), filled: z.int(), cleared: z.int() })),
      roles: z.record(z.string(), z.strictObject({ granted: z.int(), withdrawn: z.int() })),
      refusals: counted,
      problems: counted,
      newValues: counted,
      losses: counted,
      applied: counted,
      undone: counted,
    })
    .partial(),
})
export const replayPerson = z.strictObject({
  signOnId: id,
  userId: id.nullable(),
  decision: z.enum(['create', 'update', 'unchanged', 'refuse']),
  code: z.string().nullable(),
  affected: z.boolean(),
  columns: z.array(z.string()),
  granted: z.array(z.string()),
  withdrawn: z.array(z.string()),
  problems: z.array(z.string()),
  applied: z.enum(['applied', 'unchanged', 'refused', 'skipped']).nullable(),
  entryId: id.nullable(),
  undone: z.enum(['undone', 'conflicts', 'nothing']).nullable(),
})
export const replayPersonDetail = replayPerson.extend({ plan: planSchema, sentences: z.array(z.string()) })
export const applyInput = z.strictObject({ confirmWithdrawals: z.int().min(0).optional() })

export const undoInput = z
  .strictObject({
    /** A sign-on, or the journal's entry of one person of a replay. */
    signOnId: id.optional(),
    /** A version of the rules: what it changed, and nothing else. */
    revision: z.int().min(1).max(999_999_999).optional(),
    replayId: id.optional(),
    dryRun: z.boolean().optional(),
    ...undoingRules,
  })
  .refine((value) => [value.signOnId, value.revision, value.replayId].filter((one) => one !== undefined).length === 1, {
    error: 'Give one of signOnId, revision and replayId',
    path: ['signOnId'],
  })
const conflicts = z.array(
  z.strictObject({
    code: z.string(),
    subject: z.string().nullable(),
    details: z.record(z.string(), z.union([z.string(), z.number()])),
    sentence: z.string(),
  }),
)
const undonePerson = z.strictObject({ signOnId: id, userId: id, contactId: id, conflicts })
export const undone = z.strictObject({
  dryRun: z.boolean(),
  /** For `signOnId`. `entryId`: the journal's entry of the undo; null: nothing was written. */
  signOn: undonePerson
    .extend({ entryId: id.nullable(), changes: z.array(planSchema), sentences: z.array(z.string()) })
    .optional(),
  /** For `replayId`, dry. */
  forecast: z
    .strictObject({ people: z.int(), changes: z.int(), conflicts: z.int(), listed: z.array(undonePerson) })
    .optional(),
  /** For `replayId`: what is now under way. */
  replay: replay.optional(),
  /** For `revision`: what was taken back of it, and the new version that says so. */
  rules: restored.optional(),
})

// Explaining ---------------------------------------------------------------------------------------------------------

const sentences = z.array(z.string())
export const signOnExplanation = z.strictObject({
  signOn,
  /** How much of what arrived is still there. */
  kept: z.enum(['whole', 'redacted', 'age', 'off', 'erased', 'unverified']),
  redacted: z.array(z.string()),
  /** Only for who may read claims. */
  arrived: z.array(z.strictObject({ name: z.string(), values: z.array(z.string()), uses: sentences })).nullable(),
  groups: z.array(z.strictObject({ group: z.string(), ignored: z.boolean(), gives: sentences })).nullable(),
  changes: z.array(
    z.strictObject({
      column: z.string().nullable(),
      sentence: z.string(),
      because: z.string(),
      /** The row that wrote it, in words, as it was that day. */
      rule: z.string().nullable(),
    }),
  ),
  skipped: z.array(z.strictObject({ column: z.string(), rule: z.string(), reason: z.string() })),
  problems: z.array(z.strictObject({ code: z.string(), sentence: z.string() })),
  /** Microseconds since the message had arrived. */
  timings: z.strictObject({ verified: z.int().nullable(), planned: z.int().nullable(), whole: z.int() }),
  rules: z.strictObject({ revision: z.int(), at: time, author: z.record(z.string(), z.unknown()) }).nullable(),
  steps: z.array(z.strictObject({ step: z.string(), verdict: z.string(), code: z.string().nullable() })),
  sentences,
})
const cellValue = z.union([z.null(), z.string(), z.strictObject({ id: id.nullable(), name: z.string() })])
/** One value that a column had, and how it came about. */
export const explainedValue = z.strictObject({
  id,
  at: time,
  before: cellValue,
  after: cellValue,
  origin: z.record(z.string(), z.unknown()),
  rule: z.string().nullable(),
  revision: z.int().nullable(),
  sentence: z.string(),
})
export const contactExplanation = z.strictObject({
  id,
  version,
  columns: z.array(
    z.strictObject({
      column: z.string(),
      caption: z.string(),
      value: cellValue,
      /** The change that made it so; null: nothing is on record. */
      latest: explainedValue.nullable(),
    }),
  ),
})

/** Which person goes for good: the login name once more. */
export const eraseInput = z.strictObject({
  confirm: named(VALUE_LIMIT).optional(),
  /** False: with their next sign-on they begin anew, as somebody nobody knows. */
  tombstone: z.boolean().optional(),
})
export const erased = z.strictObject({
  userId: id,
  contactId: id,
  signOns: z.int(),
  identities: z.int(),
  grants: z.int(),
  history: z.int(),
  sessions: z.int(),
})

/** Something that an administrator or the system did, or an attempt to sign on. Ids and counts, never values. */
export const auditEntry = z.strictObject({
  id: z.string(),
  at: time,
  kind: z.string(),
  author: z.record(z.string(), z.unknown()),
  objects: z.array(z.string()),
  revision: z.int().nullable(),
  facts: z.record(z.string(), z.unknown()),
})

// The installation ---------------------------------------------------------------------------------------------------

/** What a token may do. `admin` is all of it, tokens and settings included. */
export const scopes = [
  'trust:read',
  'trust:write',
  'rules:read',
  'rules:write',
  'directory:read',
  'directory:write',
  'claims:read',
  'admin',
] as const
export type Scope = (typeof scopes)[number]

export const tokenInput = z.strictObject({ name: named(VALUE_LIMIT), scopes: z.array(z.enum(scopes)).min(1).max(8) })
export const token = z.strictObject({
  id,
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: time,
  usedAt: time.nullable(),
  revokedAt: time.nullable(),
})
/** The only answer that ever holds the token itself. */
export const newToken = token.extend({ token: z.string() })

export const revision = z.strictObject({
  revision: z.int(),
  at: time,
  author: z.record(z.string(), z.unknown()),
})
export const revisionDetail = revision.extend({ content: z.record(z.string(), z.unknown()) })

const told = {
  description: publishedSettings.description.nullable().optional(),
  logo: publishedSettings.logo.nullable().optional(),
  privacyUrl: publishedSettings.privacyUrl.nullable().optional(),
  organization: publishedSettings.organization.nullable().optional(),
  contact: publishedSettings.contact.nullable().optional(),
}
const days = z.int().min(1).max(36_500)
const minutes = z.int().min(1).max(525_600)
/** What is kept and for how long, and how long a session lasts. */
const keeping = z.strictObject({
  /** After so many days the journal drops what arrived, and what of it stands in plans. */
  claimsRetentionDays: days,
  /** After so many days an entry of the journal goes. */
  journalRetentionDays: days,
  /** After so many days an event of the audit goes. */
  auditRetentionDays: days,
  /** False: the journal keeps no values at all. */
  storeClaims: z.boolean(),
  /** Attributes whose values are never kept; `*` at the end: everything that begins so; `NameID`: the NameID. */
  redactedAttributes: z.array(storable(VALUE_LIMIT).min(1)).max(200),
  sessionIdleMinutes: minutes,
  sessionAbsoluteMinutes: minutes,
  administratorIdleMinutes: minutes,
})
export const settingsInput = z.strictObject({
  ...optional(keeping.shape),
  /** Shown on error pages: whom to ask. */
  helpText: storable(2000).optional(),
  displayName: named(VALUE_LIMIT).optional(),
  /** What our metadata tells partners of us; null: no longer. */
  ...told,
})
export const settings = z.strictObject({
  ...keeping.shape,
  helpText: z.string(),
  displayName: z.string(),
  ...z.strictObject(publishedSettings).partial().shape,
})

// Imports, rehearsals, test links ------------------------------------------------------------------------------------

const count = z.int().min(0)
/** An import of people from CSV, and how far it is. */
export const importRun = z.strictObject({
  id,
  dryRun: z.boolean(),
  /** `interrupted`: its node stopped in the middle. What it did stays, and it may be started again. */
  state: z.enum(['running', 'done', 'failed', 'interrupted']),
  /** Why it failed. */
  code: z.string().nullable(),
  counts: z.strictObject({
    rows: count,
    created: count,
    updated: count,
    unchanged: count,
    leftOut: count,
    lookupValues: count,
  }),
  createdAt: time,
  touchedAt: time,
})
export const importProblem = z.strictObject({
  row: z.int(),
  field: z.string().nullable(),
  code: z.string(),
  message: z.string(),
})

const expectedPerson = z.strictObject({
  nameId: z
    .strictObject({
      value: z.string().min(1).max(SUBJECT_LIMIT),
      format: z.string().min(1).max(VALUE_LIMIT).nullable().optional(),
    })
    .nullable()
    .optional(),
  claims,
})
export const rehearsalInput = z.strictObject({
  /** Other link rules than the provider has. */
  link: providerOptions.link.optional(),
  /** What the provider is going to send; left out: what we know of everybody whom it does not know. */
  people: z.array(expectedPerson).min(1).max(1000).optional(),
})
export const rehearsal = z.strictObject({
  counts: z.record(z.string(), count),
  /** In the order of `people`; empty without them: then the list of the same address has everybody. */
  people: z.array(
    z.strictObject({
      outcome: z.enum(['known', 'will-link', 'ambiguous', 'barred', 'new', 'refused']),
      code: z.string().nullable(),
      userId: id.nullable(),
      login: z.string().nullable(),
    }),
  ),
})
export const rehearsedUser = z.strictObject({
  userId: id,
  login: z.string(),
  outcome: z.enum(['will-link', 'another', 'ambiguous', 'barred', 'new']),
  by: z.string().nullable(),
  why: z.enum(['protected', 'employee', 'other-provider', 'no-value', 'domain', 'not-vouched']).nullable(),
})

export const testLinkInput = z.strictObject({ hours: z.int().min(1).max(168).optional() })
export const testLink = z.strictObject({
  id,
  provider: z.string(),
  createdAt: time,
  expiresAt: time,
  openedAt: time.nullable(),
  /** The sign-on that tells what would have been; null: nothing yet. */
  signOnId: id.nullable(),
})
/** The only answer that ever holds the address itself. */
export const newTestLink = testLink.extend({ url: z.string() })
