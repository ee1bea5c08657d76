import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Files that take long because of what they start (browsers, servers, PostgreSQL, the command line) or how much they try. Their
 * length says nothing of that, and the one that begins last keeps a single worker busy at the end. Only speed depends on this.
 */
const slow = [
  ...['admin-ui/gallery', 'cli/tools.', 'cli/serve.', 'sign-on/stateful.', 'ui/accessibility.', 'admin-ui/'],
  ...['backup/', 'cli/', 'demo/', 'idp/', 'package/', 'performance/', 'process/', 'store/'],
  ...['saml/corpus/', 'saml/mutants/', 'saml/oracles/', 'config/command.', 'logout/simplesamlphp.'],
  ...['sign-on/adversary.', 'sign-on/import-and-link.', 'sign-on/laws.', 'attacks/xml-attacks.', 'ui/'],
].map((start) => `/test/${start}`)

/** Slow files first, in the order above, then as vitest would: the largest first. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files)
    const place = ({ moduleId }: TestSpecification) => {
      const at = slow.findIndex((start) => moduleId.includes(start))
      return at === -1 ? slow.length : at
    }
    return usual.toSorted((a, b) => place(a) - place(b))
  }
}
