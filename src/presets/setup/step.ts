import type { Column, Converter, ProviderPolicy } from '../../core/types.ts'
import type { PresetId } from '../preset.ts'

/** What an installation brings to the instructions for one of its providers. */
export interface SetupFacts {
  readonly provider: Pick<ProviderPolicy, 'id' | 'name' | 'roles' | 'roleAttributes' | 'subjectFrom' | 'loginFrom'>
  /** Every converter; those of other providers are passed over. */
  readonly converters: readonly Converter[]
  readonly columns: ReadonlyMap<string, Column>
  readonly spEntityId: string
  readonly acsUrl: string
  readonly metadataUrl: string
  /** null: no single logout here. */
  readonly logoutUrl: string | null
}

/** An attribute that the identity provider is to send. */
export interface ToSend {
  /** As the converter names it: any text that can be stored, line breaks included. */
  readonly name: string
  /** What it fills: captions of columns, or what else it is for. */
  readonly purposes: readonly string[]
  /** Where the product keeps the value; null: not known. */
  readonly from: string | null
}

/** Everything to create over there. */
export interface ToCreate {
  readonly attributes: readonly ToSend[]
  /** The attribute with the groups; null when the provider's roles are off. */
  readonly roles: ToSend | null
  /** True when the installation maps nothing yet, so that the preset's own attributes are shown. */
  readonly suggested: boolean
}

/** One thing to do or to copy. Texts are ours; table cells and code may hold names that an administrator chose. */
export type SetupStep =
  | { readonly kind: 'text'; readonly title: string; readonly text: string }
  | {
      readonly kind: 'table'
      readonly title: string
      readonly text: string
      readonly columns: readonly string[]
      readonly rows: readonly (readonly string[])[]
    }
  | {
      readonly kind: 'code'
      readonly title: string
      readonly text: string
      readonly language: 'powershell' | 'adfs-claim-rules' | 'json' | 'xml'
      readonly code: string
    }

/** Instructions for whoever sets up the other side. */
export interface Setup {
  readonly preset: PresetId
  readonly title: string
  readonly steps: readonly SetupStep[]
}
