// Loads texts from a running store with the clients of other services, as they come from npm, and prints what they say.
import i18next from 'i18next'
import Locize from 'i18next-locize-backend'
import { Tolgee, BackendFetch } from '@tolgee/web'
import { createRequire } from 'node:module'
import IntlMessageFormat from 'intl-messageformat'

const require = createRequire(import.meta.url)
const { createNativeInstance } = require('@transifex/native')
const OtaClient = require('@crowdin/ota-client').default

const url = process.argv[2]
const said = {}

// Tolgee: the prefix alone is changed. Its own formatter of ICU messages is a package beside it.
const icu = (tolgee, tools) => {
  tools.setFinalFormatter({ format: ({ translation, language, params }) => new IntlMessageFormat(translation, language).format(params) })
  return tolgee
}
for (const language of ['en', 'ko', 'ar']) {
  const tolgee = Tolgee().use(BackendFetch({ prefix: url + '/v1/strings/chat/production' })).use(icu).init({ language })
  await tolgee.run()
  said[`tolgee ${language} hello`] = tolgee.t('hello', { Name: '달' })
  said[`tolgee ${language} inbox 3`] = tolgee.t('inbox', { Count: 3 })
  tolgee.stop()
}

// locize: its paths are changed.
const locize = new Locize(null, {
  projectId: 'chat', version: 'production', reloadInterval: false,
  loadPath: url + '/locales/{{lng}}/{{projectId}}.json',
  getLanguagesPath: url + '/locales/languages/{{projectId}}',
})
const options = await locize.getOptions()
said['locize languages'] = options.supportedLngs.sort().join()
said['locize reference'] = options.referenceLng
const instance = i18next.createInstance()
await instance.use(locize).init({ lng: 'ko', fallbackLng: 'en', ns: ['chat'], defaultNS: 'chat', interpolation: { escapeValue: false }, backend: {
  projectId: 'chat', version: 'production', reloadInterval: false,
  loadPath: url + '/locales/{{lng}}/{{projectId}}.json', getLanguagesPath: url + '/locales/languages/{{projectId}}',
} })
said['locize ko hello'] = instance.t('hello', { Name: '달' })
said['locize ko inbox 3'] = instance.t('inbox', { count: 3, Count: 3 })

// Transifex: the host of its content delivery is changed.
const tx = createNativeInstance({ token: 'any', cdsHost: url + '/ota/transifex/chat' })
said['transifex languages'] = (await tx.getLocales()).join()
for (const locale of ['ko', 'ar']) {
  await tx.fetchTranslations(locale)
  said[`transifex ${locale} hello`] = tx.translateLocale(locale, 'hello', { Name: '달' })
  said[`transifex ${locale} inbox 3`] = tx.translateLocale(locale, 'inbox', { Count: 3 })
}

// Crowdin: the address of its distributions is changed.
OtaClient.BASE_URL = url + '/ota/crowdin'
const ota = new OtaClient('chat')
said['crowdin languages'] = (await ota.listLanguages()).sort().join()
const render = (text, locale, values) => new IntlMessageFormat(text, locale).format(values)
for (const locale of ['ko', 'ar']) {
  said[`crowdin ${locale} hello`] = render(await ota.getStringByKey('hello', locale), locale, { Name: '달' })
  said[`crowdin ${locale} inbox 3`] = render(await ota.getStringByKey('inbox', locale), locale, { Count: 3 })
}
console.log(JSON.stringify(said))
process.exit(0)
