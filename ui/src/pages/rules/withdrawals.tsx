import { Checkbox, Radio, Stack } from '@mantine/core'
import type { Shape } from '../../api.ts'
import { Text } from '../../parts/value.tsx'
import { t } from '../../text.tsx'
import { roleName } from '../../words.tsx'

/** What becomes of roles that rules gave and give no more. */
export interface Withdraw {
  readonly withdraw: 'now' | 'next-sign-on'
  readonly confirm?: number
}

/** Says who would lose what by a change of rules, and asks when. Taking at once is confirmed by its number. */
export function Withdrawals({
  of,
  value,
  onChange,
}: {
  of: Shape<'revised'>['withdrawals']
  value: Withdraw
  onChange: (value: Withdraw) => void
}) {
  const atNext = value.withdraw === 'next-sign-on'
  const spared = of.roles.reduce((sum, one) => sum + one.spared, 0)
  return (
    <div className="note warn stack">
      {atNext && of.grants === spared ? (
        <p>
          <strong>{t('role-rules.takes-nothing')}</strong>
        </p>
      ) : (
        <p>
          <strong>{t('rules.withdrawals', { count: of.grants, people: of.people })}</strong>{' '}
          {of.losses < of.grants ? t('rules.losses', { count: of.losses }) : null}{' '}
          {of.exact ? null : t('rules.inexact')}
        </p>
      )}
      <ul className="plain">
        {of.roles.map((role) => (
          <li key={role.id}>
            <strong>
              <Text text={roleName(role.name)} />
            </strong>
            :{' '}
            {atNext && role.spared > 0 ? (
              <>
                {role.losses > role.spared
                  ? `${t('rules.role-losses', { count: role.losses - role.spared, grants: role.grants })}; `
                  : null}
                {t('rules.last-administrator')}
              </>
            ) : (
              t('rules.role-losses', { count: role.losses, grants: role.grants })
            )}
            {!atNext && role.spared > 0 ? `. ${t('rules.last-administrator-now')}` : null}
          </li>
        ))}
      </ul>
      <Radio.Group
        label={t('rules.when')}
        value={value.withdraw}
        onChange={(next) => onChange({ withdraw: next === 'now' ? 'now' : 'next-sign-on' })}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="next-sign-on" label={t('rules.at-next')} description={t('rules.at-next-hint')} />
          <Radio value="now" label={t('rules.at-once')} description={t('rules.at-once-hint')} />
        </Stack>
      </Radio.Group>
      {value.withdraw === 'now' && of.mustConfirm ? (
        <Checkbox
          label={t('rules.confirm', { count: of.grants, people: of.people })}
          checked={value.confirm === of.grants}
          onChange={(event) =>
            onChange(event.currentTarget.checked ? { withdraw: 'now', confirm: of.grants } : { withdraw: 'now' })
          }
        />
      ) : null}
    </div>
  )
}
