/** Everything that can go wrong has one stable code. Renaming a code is a breaking change; `docs/errors.md` lists them all. */
export class JitupError extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: ErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    options: { cause?: unknown } = {},
  ) {
    super(message, options)
    this.name = 'JitupError'
    this.code = code
    this.details = details
  }
}

/** Why a SAML message is not accepted. Grouped by the verifier's step that finds it. */
export const samlCodes = [
  // 1 size, transport encoding
  'message_missing',
  'message_too_large',
  'message_not_base64',
  'message_not_utf8',
  // 2 byte gate
  'markup_forbidden',
  // 3 parse and budgets
  'xml_malformed',
  'xml_too_complex',
  'xml_id_duplicate',
  'xml_id_forbidden',
  // 4 schema
  'schema_invalid',
  // 5 shape
  'assertion_missing',
  'assertion_several',
  'signature_missing',
  'signature_shape',
  'signature_reference',
  'signature_transform',
  'algorithm_forbidden',
  // 5b decryption, where it is encrypted
  'encryption_algorithm_forbidden',
  'encryption_cbc_unsigned',
  'decryption_key_missing',
  'decryption_failed',
  // 6 signature
  'signature_key_missing',
  'signature_key_weak',
  'signature_digest',
  'signature_invalid',
  // 8 protocol
  'response_not_signed',
  'status_not_success',
  'issuer_mismatch',
  'destination_mismatch',
  'audience_mismatch',
  'confirmation_method',
  'recipient_mismatch',
  'response_unsolicited',
  'in_response_to_mismatch',
  'time_bound_missing',
  'time_invalid',
  'not_yet_valid',
  'expired',
  'session_expired',
  'too_old',
  'authn_statement_missing',
  'subject_missing',
  'name_qualifier_mismatch',
  // 9 consumed together with provisioning
  'request_unknown',
  'request_expired',
  'browser_mismatch',
  'assertion_replayed',
  'assertion_before_restore',
  'response_unsolicited_again',
  'reauthentication_missing',
  'authn_context_mismatch',
  // single logout
  'logout_off',
  'logout_malformed',
  'logout_signature_missing',
  'logout_name_encrypted',
  'logout_replayed',
  'logout_unknown_session',
  'logout_response_unknown',
  // metadata and settings
  'metadata_invalid',
  'metadata_no_key',
  'metadata_no_sso',
  'metadata_signature',
  'metadata_expired',
  'metadata_entity_changed',
  'metadata_hash',
] as const

/** Why a verified sign-on is refused, or what a plan remarks. Shown to administrators with its fix. */
export const planCodes = [
  'user_not_provisioned',
  'user_disabled',
  'user_deleted',
  'user_pending',
  'not_in_pilot',
  'contact_ambiguous',
  'link_not_allowed',
  'subject_attribute_missing',
  'subject_transient',
  'login_missing',
  'login_opaque',
  'login_taken',
  'attribute_missing',
  'attribute_multi_valued',
  'value_invalid',
  'value_too_long',
  'lookup_value_unknown',
  'lookup_value_ambiguous',
  'lookup_value_queued',
  'lookup_limit',
  'account_not_allowed',
  'required_value_missing',
  'email_taken',
  'email_domain_bound',
  'column_unknown',
  'column_mapped_twice',
  'roles_incomplete',
  'role_protected',
  'role_not_allowed',
  'role_unknown',
  'role_not_created',
  'last_administrator',
  'withdrawals_paused',
] as const

/** Everything outside sign-on: requests, configuration, the database. */
export const systemCodes = [
  'request_malformed',
  'request_too_large',
  'provider_unknown',
  'provider_disabled',
  'provider_demo_only',
  'not_found',
  'method_not_allowed',
  'unauthorized',
  'forbidden',
  'step_up_required',
  'credentials_wrong',
  'local_administrator_missing',
  'origin_mismatch',
  'host_unknown',
  'conflict',
  'precondition_failed',
  'precondition_required',
  'idempotency_key_reused',
  'idempotency_in_progress',
  'idempotency_shown_once',
  'idempotency_answer_gone',
  'rate_limited',
  'validation_failed',
  'cursor_invalid',
  'plan_stale',
  'withdrawals_over_ceiling',
  'rules_changed',
  'restore_conflict',
  'restore_widens',
  'cookie_missing',
  'domain_unproven',
  'domain_lookup_failed',
  'fetch_address_forbidden',
  'fetch_failed',
  'fetch_too_large',
  'fetch_timeout',
  'webhook_refused',
  'mail_address_forbidden',
  'mail_unreachable',
  'mail_untrusted',
  'mail_login_refused',
  'mail_refused',
  'delivery_abandoned',
  'config_invalid',
  'secret_wrong',
  'secret_missing',
  'public_url_required',
  'public_url_insecure',
  'database_unreachable',
  'database_too_old',
  'database_newer',
  'database_folder_not_writable',
  'database_disk_full',
  'database_start_failed',
  'migration_changed',
  'migration_failed',
  'backup_damaged',
  'installation_missing',
  'database_not_empty',
  'restore_incomplete',
  'import_invalid',
  'import_row_invalid',
  'internal',
] as const

export type SamlCode = (typeof samlCodes)[number]
export type PlanCode = (typeof planCodes)[number]
export type SystemCode = (typeof systemCodes)[number]
export type ErrorCode = SamlCode | PlanCode | SystemCode

/** True for an error of ours, with its code; everything else is `internal` to the outside. */
export const isJitupError = (error: unknown): error is JitupError => error instanceof JitupError
