// A provider of OpenID Connect for tests (npm oidc-provider): prints its port. Arguments: the addresses that
// it may send people back to. Who signs in as "name role1 role2" is name@studio.example with these groups;
// a name that begins with "unverified" has an address that nobody checked.
import { createServer } from 'node:http'
import Provider from 'oidc-provider'

const claimsOf = (id) => {
  const [name, ...groups] = id.split(' ')
  return { sub: id, email: `${name.replace('unverified-', '')}@studio.example`, email_verified: !name.startsWith('unverified'), groups }
}

const server = createServer()
server.listen(0, '127.0.0.1', () => {
  const client = (id) => ({ client_id: id, client_secret: 'secret', redirect_uris: process.argv.slice(1) })
  const provider = new Provider(`http://127.0.0.1:${server.address().port}`, {
    clients: [client('hallyu'), client('another')],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], groups: ['groups'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => claimsOf(id) }),
  })
  server.on('request', provider.callback())
  console.log(server.address().port)
})
