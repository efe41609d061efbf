// Judges signed transactions and notifications with Apple's own library: reads a file of
// {bundle, app, roots, cases: [{kind, signed}]} and prints which it accepts, as a JSON list of booleans.
import { readFileSync } from 'node:fs'
import { Environment, SignedDataVerifier, VerificationStatus } from '@apple/app-store-server-library'

const { bundle, app, roots, cases } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const ders = roots.map((root) => Buffer.from(root, 'base64'))
const verifiers = [Environment.PRODUCTION, Environment.SANDBOX].map((e) => new SignedDataVerifier(ders, false, e, bundle, app))

const judges = {
  transaction: (verifier, signed) => verifier.verifyAndDecodeTransaction(signed),
  // A notification is as good as the transaction in it, which Apple asks to be verified as well.
  async notification(verifier, signed) {
    const nested = (await verifier.verifyAndDecodeNotification(signed)).data?.signedTransactionInfo
    if (nested) await verifier.verifyAndDecodeTransaction(nested)
  },
}

// What the verifier of another environment may see otherwise: all else was judged before the environment was.
const elsewhere = new Set([VerificationStatus.INVALID_ENVIRONMENT, VerificationStatus.INVALID_APP_IDENTIFIER])

async function accepted({ kind, signed }) {
  for (const verifier of verifiers) {
    try {
      await judges[kind](verifier, signed)
      return true
    } catch (refusal) {
      if (!elsewhere.has(refusal.status)) return false
    }
  }
  return false
}

const verdicts = []
for (const one of cases) verdicts.push(await accepted(one))
console.log(JSON.stringify(verdicts))
