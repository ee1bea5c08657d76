import { Button, Select, TextInput } from '@mantine/core'
import type { ListPage, Shape } from '../../api.ts'
import { Icon } from '../../parts/icon.tsx'
import { NotSaved } from '../../parts/not-saved.tsx'
import { useChange, useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import type { TextKey } from '../../texts/dictionary.ts'
import { columnCaption } from '../../words.tsx'
import type { Edits } from './edits.tsx'
import type { Provider } from './provider.ts'

type Rule = NonNullable<Provider['link']>[number]
type By = Rule['by']

const newRule: Readonly<Record<By, Rule>> = {
  email: { by: 'email', attribute: '' },
  login: { by: 'login', from: 'NameID' },
  column: { by: 'column', column: '', attribute: '' },
}

/** How people who are here already are found at their first sign-in: the first rule that finds one person decides. */
export function LinkRules({ provider, edits: { now, set, errorOf } }: { provider: Provider; edits: Edits }) {
  const rules = now.link ?? []
  const put = (link: readonly Rule[]) => set({ link: [...link] })
  const columns = useGet<ListPage<Shape<'column'>>>('/columns', { limit: 200 })
  const keys = (columns.data?.items ?? []).filter((one) => ['text', 'phone', 'integer'].includes(one.type))
  return (
    <>
      {rules.length === 0 ? <p className="none">{t('providers.match-nobody')}</p> : null}
      <ol className="link-rules">
        {rules.map((rule, index) => {
          const change = (next: Rule) => put(rules.map((one, at) => (at === index ? next : one)))
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: rules have no other name than their place
            <li key={index} className="inline-form">
              <Select
                label={t('providers.match-by')}
                data={(['email', 'login', 'column'] as const).map((by) => ({
                  value: by,
                  label: t(`providers.by-${by}`),
                }))}
                value={rule.by}
                onChange={(by) => by && change(newRule[by as By])}
                allowDeselect={false}
              />
              {rule.by === 'column' ? (
                <Select
                  label={t('providers.match-column')}
                  data={keys.map((one) => ({ value: one.name, label: `${columnCaption(one)} (${one.name})` }))}
                  value={rule.column === '' ? null : rule.column}
                  onChange={(column) => change({ ...rule, column: column ?? '' })}
                  searchable
                />
              ) : null}
              <TextInput
                label={t('providers.match-attribute')}
                description={rule.by === 'login' ? t('providers.name-id-empty') : undefined}
                value={attributeOf(rule)}
                onChange={(event) => change(withAttribute(rule, event.currentTarget.value))}
                error={errorOf(`link.${index}`)}
                maxLength={512}
              />
              <Button variant="subtle" color="red" onClick={() => put(rules.filter((_, at) => at !== index))}>
                {t('act.remove')}
              </Button>
            </li>
          )
        })}
      </ol>
      <div className="row">
        <Button
          variant="default"
          leftSection={<Icon name="plus" size={16} />}
          onClick={() => put([...rules, newRule.email])}
          disabled={rules.length >= 10}
        >
          {t('providers.match-add')}
        </Button>
        <Rehearsal provider={provider} rules={rules} />
      </div>
    </>
  )
}

const attributeOf = (rule: Rule): string => {
  if (rule.by !== 'login') return rule.attribute
  return rule.from === 'NameID' ? '' : rule.from.attribute
}

const withAttribute = (rule: Rule, attribute: string): Rule => {
  if (rule.by !== 'login') return { ...rule, attribute }
  return { by: 'login', from: attribute === '' ? 'NameID' : { attribute } }
}

const outcomes: readonly (readonly [string, TextKey])[] = [
  ['known', 'providers.found-known'],
  ['willLink', 'providers.found-will-link'],
  ['ambiguous', 'providers.found-ambiguous'],
  ['barred', 'providers.found-barred'],
  ['another', 'providers.found-another'],
  ['new', 'providers.found-new'],
]

/** Asks how many people these rules would find, before they are saved. */
function Rehearsal({ provider, rules }: { provider: Provider; rules: readonly Rule[] }) {
  const may = useMay('directory:read')
  const ask = useChange<Shape<'rehearsal'>>()
  if (!may) return null
  return (
    <>
      <Button
        variant="default"
        loading={ask.isPending}
        onClick={() =>
          ask.mutate({ method: 'POST', path: `/providers/${provider.slug}/rehearsal`, body: { link: rules } })
        }
      >
        {t('providers.rehearse')}
      </Button>
      <NotSaved error={ask.error} />
      {ask.data ? (
        <p role="status" className="rehearsed">
          {outcomes
            .flatMap(([name, key]) => {
              const count = ask.data.counts[name] ?? 0
              return count === 0 ? [] : [t(key, { count })]
            })
            .join(' · ') || t('providers.found-nobody')}
        </p>
      ) : null}
    </>
  )
}
