/** Examples of the shapes in `contract/presets.ts`. */
export const presets = {
  presetSummary: {
    id: 'adfs',
    name: 'Microsoft AD FS',
    summary:
      'Active Directory Federation Services: no NameIDPolicy is sent, DOMAIN\\group counts as group too, and groups that are left out mean none.',
  },
  preset: {
    id: 'onelogin',
    name: 'OneLogin',
    summary:
      'OneLogin: lists in one value are split at the semicolon, and the CN of a distinguished name counts as group too.',
    path: 'Applications, Add App, SAML Custom Connector (Advanced); then the tabs Configuration, Parameters and SSO.',
    labels: { entityId: 'Audience (EntityID)', acsUrl: 'ACS (Consumer) URL', logoutUrl: 'Single Logout URL' },
    nameId: [
      {
        text: 'The parameter “NameID value” is the e-mail address by default; “SAML nameID format” is Email or Unspecified. An address …',
        source: 'https://help.ally.io/en/articles/3078853-onelogin-saml-setup',
      },
    ],
    attributes: [
      {
        column: 'Email',
        names: ['Email', 'User.email'],
        from: '{email}',
        custom: true,
        source: 'https://onelogin.service-now.com/kb_view_customer.do?sysparm_article=KB0010609',
      },
    ],
    roles: [
      {
        name: 'memberOf',
        from: 'MemberOf',
        source:
          'https://docs.snyk.io/snyk-platform-administration/single-sign-on-sso-for-authentication-to-snyk/custom-mapping/examples-…',
      },
    ],
    overageAttributes: [],
    policy: { roleAttributes: 'well-known', groupSeparator: ';', groupNames: 'cn' },
    settings: { nameIdPolicy: 'omit' },
    quirks: [
      {
        text: 'A parameter is sent only with the tick “Include in SAML assertion”.',
        source: 'https://help.ally.io/en/articles/3078853-onelogin-saml-setup',
      },
    ],
    logout: {
      supported: true,
      text: 'Single logout is offered in the metadata as “SLO Endpoint”; enter our address as Single Logout URL.',
      source: 'https://docs.krontech.com/reference-guide-3-0-0/saml-authentication',
    },
    certificates: {
      text: 'The certificate is chosen on the tab SSO and lasts for years. Import the metadata again after choosing another one.',
      source: 'unverified',
    },
  },
  setup: {
    preset: 'generic',
    title: 'Another SAML 2.0 provider: Acme',
    steps: [
      {
        kind: 'table',
        title: 'Create the application',
        text: 'Wherever your identity provider adds a SAML service provider; most take our metadata address or file. Products that take metadata need only its address.',
        columns: ['There', 'Value'],
        rows: [['Entity ID, audience', 'http://localhost:3000/sso/acme/metadata']],
      },
    ],
  },
  setupDraft: {
    preset: 'onelogin',
    title: 'OneLogin for Acme',
    steps: [
      { kind: 'text', title: 'Add the connector', text: 'Applications, Add App, “SAML Custom Connector (Advanced)”.' },
    ],
    slugFree: true,
    spEntityId: 'https://people.acme.example/sso/acme/metadata',
    acsUrl: 'https://people.acme.example/sso/acme/acs',
    logoutUrl: null,
    metadataUrl: 'https://people.acme.example/sso/acme/metadata',
    metadata: '<md:EntityDescriptor …',
  },
}
