import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call, type Shape } from '../../api.ts'
import { PlanView } from '../../parts/plan-view.tsx'
import { Failure, Loading } from '../../parts/states.tsx'
import { t } from '../../text.tsx'

/** What the same message would change today, by the rules in force. Nothing is written. */
export function TryToday({ id, provider, onClose }: { id: string; provider: string; onClose: () => void }) {
  const preview = useQuery({
    queryKey: ['preview', id],
    queryFn: () => call<Shape<'preview'>>('POST', '/preview', { body: { provider, signOnId: id } }),
    staleTime: 0,
  })
  return (
    <Modal opened onClose={onClose} title={t('sign-ons.try-title')} size="lg">
      <p className="soft">{t('sign-ons.try-text')}</p>
      {preview.isError ? (
        <Failure error={preview.error} again={() => preview.refetch()} />
      ) : preview.data ? (
        <PlanView plan={preview.data.plan} />
      ) : (
        <Loading />
      )}
    </Modal>
  )
}
