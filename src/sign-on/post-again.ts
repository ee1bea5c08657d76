/**
 * The browser is to post the same message once more, from a page of ours. With what another site posts it leaves SameSite=Lax
 * cookies at home: the session, by which a second answer to the same request is known for one, and on loopback http the
 * binding cookie too. What the message is worth is decided when it comes again, by the same checks; nothing is written now.
 */
export class PostAgain extends Error {
  readonly fields: Readonly<Record<string, string>>
  constructor(form: URLSearchParams) {
    super('the message is to be posted from a page of ours')
    const names = ['SAMLResponse', 'RelayState'] as const
    this.fields = Object.fromEntries(names.flatMap((name) => form.getAll(name).map((value) => [name, value])))
  }
}

/** Does a browser say that another site has posted this? From a page of ours it does not: nothing goes in a circle. */
export const isFromElsewhere = ({ headers }: Request): boolean => headers.get('sec-fetch-site') === 'cross-site'
