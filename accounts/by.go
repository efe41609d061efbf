package accounts

import "github.com/hallyu-store/hallyu/journal"

// By is who asks for a change, and in which request.
type By struct {
	Actor
	Request string // id of the request, "" outside one
}

// Origin is the same for the journal: the account, or the key of an app.
func (b By) Origin() journal.Origin {
	actor := b.Account
	if actor == "" {
		actor = b.Key
	}
	return journal.Origin{Actor: actor, RequestID: b.Request}
}
