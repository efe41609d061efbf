// Reads the texts of a running store with libraries of other people, and prints what they and the store say.
import gettext from 'gettext-parser'
import { IntlMessageFormat } from 'intl-messageformat'
import xliff from 'xliff'

const url = process.argv[2] + '/v1/strings/chat/production'

async function file(locale, format) {
  const reply = await fetch(`${url}/${locale}.${format}`)
  if (!reply.ok) throw new Error(`${locale}.${format}: ${reply.status}`)
  return reply.text()
}

// text joins what xliff splits at inline elements.
function text(parts) {
  if (!Array.isArray(parts)) return parts
  return parts.map((p) => (typeof p === 'string' ? p : Object.values(p)[0].id.replace(/.*/, '<$&>'))).join('')
}

async function rendered(locale, messages) {
  const reply = await fetch(url + '/render', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ locale, messages }),
  })
  if (!reply.ok) throw new Error(`render: ${reply.status} ${await reply.text()}`)
  return (await reply.json()).messages.map((m) => m.text)
}

const said = {}
for (const locale of process.argv.slice(3)) {
  const icu = JSON.parse(await file(locale, 'icu.json'))
  const formatted = (id, args) =>
    new IntlMessageFormat(icu[id], locale + '-u-nu-latn', undefined, { ignoreTag: true }).format(args)
  const counts = [...Array(22).keys()]
  const theirs = counts.map((n) => formatted('inbox', { Count: n, Name: 'Dal' }))
  const own = await rendered(locale, counts.map((n) => ({ id: 'inbox', args: { Name: 'Dal' }, count: n })))

  const po = gettext.po.parse(await file(locale, 'po')).translations
  const strings = {}
  for (const [id, entries] of Object.entries(po)) {
    for (const entry of Object.values(entries)) if (id) strings[id] = entry.msgstr
  }
  const units = {}
  for (const [version, read] of [['xliff12', xliff.xliff12ToJs], ['xliff20', xliff.xliff2js]]) {
    units[version] = {}
    for (const [id, unit] of Object.entries((await read(await file(locale, version))).resources.messages)) {
      if (unit.groupUnits) {
        units[version][id] = Object.values(unit.groupUnits).map((u) => text(u.target))
      } else {
        units[version][id] = text(unit.target)
      }
    }
  }
  const plain = JSON.parse(await file(locale, 'flat.json'))
  const differ = Object.keys(plain).filter((id) => id.startsWith('naughty')).filter((id) => formatted(id) !== plain[id] || strings[id][0] !== plain[id])
  said[locale] = { theirs, own, strings: { inbox: strings.inbox, sign: strings.sign }, units: { inbox: units.xliff12.inbox, sign: units.xliff20.sign }, differ, naughty: Object.keys(plain).length }
}
console.log(JSON.stringify(said, null, 1))
