// Loads texts from a running store with i18next and i18next-http-backend and prints what they say.
import i18next from 'i18next'
import Backend from 'i18next-http-backend'

const url = process.argv[2]

async function client(lng, backend = {}) {
  const instance = i18next.createInstance()
  await instance.use(Backend).init({
    lng,
    fallbackLng: 'en',
    ns: ['chat', 'store'],
    defaultNS: 'chat',
    interpolation: { escapeValue: false },
    backend: { loadPath: url + '/locales/{{lng}}/{{ns}}.json', ...backend },
  })
  return instance
}

const said = {}
for (const lng of ['en', 'ko', 'ar', 'sw', 'ko-KR']) {
  const t = (await client(lng)).t
  said[lng + ' hello'] = t('hello', { Name: lng.startsWith('ko') ? '달' : 'Dal' })
  for (const count of [1, 2, 3, 5]) said[`${lng} inbox ${count}`] = t('inbox', { count, Count: count })
  said['store ' + lng] = t('store:problem.pack-not-found.title')
}
const several = await client('ko', { allowMultiLoading: true, loadPath: url + '/locales/{{lng}}/{{ns}}.json' })
said['several ko'] = several.t('hello', { Name: '달' })
console.log(JSON.stringify(said))
