import { expect, it } from 'vitest'
import { domainName, domainOfAddress } from '../../src/sign-on/mail-domain.ts'
import { isPublicMail } from '../../src/sign-on/public-mail.ts'

it.each([
  ['acme.example', 'acme.example'],
  ['ACME.Example', 'acme.example'],
  ['mail.acme.co.uk', 'mail.acme.co.uk'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ['Straße.example', 'xn--strae-oqa.example'],
  ['пример.рф', 'xn--e1afmkfd.xn--p1ai'],
  ['3m.example', '3m.example'],
])('the domain %s is %s', (text, domain) => {
  expect(domainName(text)).toBe(domain)
})

it.each([
  '',
  'localhost',
  'acme',
  '.example',
  'acme.example.',
  'acme..example',
  '10.0.0.1',
  '0x7f.1',
  '127.1',
  '[::1]',
  '::1',
  'acme.123',
  '*.acme.example',
  '_dmarc.acme.example',
  '-acme.example',
  'acme-.example',
  'acme.example:443',
  'acme.example/x',
  'user@acme.example',
  'acme .example',
  ' acme.example',
  'acme\u200b.example',
  'acme\u202e.example',
  'acme\u00ad.example',
  'acme\u0000.example',
  'ａcme.example',
  'acme。example',
  'ac%6De.example',
  `${'a'.repeat(64)}.example`,
  `${'a.'.repeat(130)}example`,
])('%j is no domain', (text) => {
  expect(domainName(text)).toBeNull()
})

it('an address leads by what stands behind its one @', () => {
  expect(domainOfAddress(' John.Best@Acme.Example ')).toBe('acme.example')
  for (const wrong of ['', 'john', '@acme.example', 'john@', 'a@b@acme.example', 'a b@acme.example', 'john@localhost'])
    expect([wrong, domainOfAddress(wrong)]).toEqual([wrong, null])
  expect(domainOfAddress(`${'x'.repeat(400)}@acme.example`)).toBeNull()
})

it('a letter that only looks like another makes another domain', () => {
  // Cyrillic а.
  expect(domainName('аcme.example')).not.toBe('acme.example')
})

it('public mail belongs to nobody, nor does what is below it; what only ends alike is another matter', () => {
  for (const domain of ['gmail.com', 'outlook.com', 'gmx.de', 'qq.com', 'mail.yahoo.com', 'icloud.com', 'proton.me'])
    expect([domain, isPublicMail(domain)]).toEqual([domain, true])
  for (const domain of ['acme.example', 'mygmail.com', 'gmail.com.acme.example', 'com'])
    expect([domain, isPublicMail(domain)]).toEqual([domain, false])
})
