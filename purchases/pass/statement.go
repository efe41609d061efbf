package pass

import "crypto/ed25519"

// SignStatement signs something else than a ticket, and returns the id of the key with the signature. Statements of one
// kind begin with a word that those of no other kind, and no ticket, begin with.
func (k *Keys) SignStatement(statement string) (id string, signature []byte) {
	return k.public[0].ID, ed25519.Sign(k.sign, []byte(statement))
}

// Signed reports whether the key of that id, of now or from before, signed a statement.
func (k *Keys) Signed(id, statement string, signature []byte) bool {
	for _, key := range k.public {
		if key.ID == id && ed25519.Verify(key.Key, []byte(statement), signature) {
			return true
		}
	}
	return false
}
