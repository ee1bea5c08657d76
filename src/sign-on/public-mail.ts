/**
 * Where everybody can have an address: such a domain belongs to nobody's identity provider. A short list of the large ones;
 * the proof by DNS keeps out those that it does not name.
 */
const domains: ReadonlySet<string> = new Set(
  `
  126.com 139.com 163.com aim.com aol.com arcor.de bigpond.com bk.ru bluewin.ch bol.com.br btinternet.com charter.net
  comcast.net cox.net duck.com earthlink.net email.com email.de fastmail.com fastmail.fm foxmail.com free.fr freenet.de
  gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.es
  hotmail.fr hotmail.it hushmail.com icloud.com inbox.ru interia.pl juno.com laposte.net libero.it list.ru live.co.uk
  live.com live.de live.fr live.nl mac.com mail.com mail.de mail.ru mailbox.org me.com msn.com naver.com o2.pl online.de
  onet.pl orange.fr outlook.com outlook.de outlook.es outlook.fr outlook.it pm.me posteo.de posteo.net proton.me
  protonmail.ch protonmail.com qq.com rambler.ru rediffmail.com rocketmail.com rogers.com runbox.com sbcglobal.net
  seznam.cz sfr.fr sina.com sky.com sohu.com t-online.de talktalk.net terra.com.br tuta.com tuta.io tutanota.com
  tutanota.de ukr.net uol.com.br verizon.net virgilio.it virginmedia.com wanadoo.fr web.de wp.pl ya.ru yahoo.ca
  yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru
  yeah.net ymail.com zoho.com
  `
    .trim()
    .split(/\s+/),
)

/** True for a domain of a public mail provider, or one below it. `domain` as `domainName` writes it. */
export function isPublicMail(domain: string): boolean {
  const labels = domain.split('.')
  return labels.some((_, index) => domains.has(labels.slice(index).join('.')))
}
