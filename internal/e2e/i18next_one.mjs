// Loads one text from a running store with i18next and i18next-http-backend and prints it: URL, language, project, id.
import i18next from 'i18next'
import Backend from 'i18next-http-backend'

const [url, lng, ns, id] = process.argv.slice(2)
const instance = i18next.createInstance()
await instance.use(Backend).init({ lng, fallbackLng: 'en', ns: [ns], defaultNS: ns, keySeparator: false, backend: { loadPath: url + '/locales/{{lng}}/{{ns}}.json' } })
console.log(instance.t(id))
