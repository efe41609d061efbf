// Checks a ticket as docs/chat-apps.md tells, with Node's own Ed25519: the keys as JSON in the first argument, the ticket on
// standard input. Says "ok" and what the ticket says, or "bad".
import { createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'

const keys = new Map(JSON.parse(process.argv[2]).keys.map((jwk) => [jwk.kid, createPublicKey({ key: jwk, format: 'jwk' })]))
const text = readFileSync(0, 'utf8')

function check(text) {
  const form = /^HT1\.([\w-]+)\.(app_[\w:-]+)\.(pss_[\w-]+)\.(gnt_[\w-]+)\.(\d+)\.(\d+)\.(\d+)\.(\d+)\.([\w-]{86})$/
  const parts = form.exec(text)
  if (!parts || text.endsWith('\n')) return null
  const key = keys.get(parts[1])
  const statement = Buffer.from(text.slice(0, text.lastIndexOf('.')))
  if (!key || !verify(null, statement, key, Buffer.from(parts[9], 'base64url'))) return null
  const [app, pass, grant] = parts.slice(2, 5)
  const [number, seat, opens, closes] = parts.slice(5, 9).map(Number)
  return { app, pass, grant, number, seat, opens, closes }
}

const ticket = check(text)
console.log(ticket ? 'ok ' + JSON.stringify(ticket) : 'bad')
