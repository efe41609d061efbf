package api

import "slices"

// EventType is one type of events, and of what webhooks are sent.
type EventType struct {
	Name  string // noun and what became of it
	About string // what happened, for people
	Store bool   // it is about the store: apps hear nothing of it
	Data  any    // the zero value of what Event.Data holds
}

// EventTypes is the catalogue: every type that there is.
func EventTypes() []EventType { return slices.Concat(appEventTypes(), storeEventTypes()) }

// appEventTypes are what apps hear of.
func appEventTypes() []EventType {
	order := EventOfOrder{}
	return []EventType{
		{Name: "order.reserved", About: "A pack and its price are held for a holder.", Data: order},
		{Name: "order.payment_pending", About: "A provider is taking the money.", Data: order},
		{Name: "order.fulfilled", About: "It is paid for, and what was ordered is the holder's.", Data: order},
		{Name: "order.refund_due", About: "Money was taken that nothing can be given for.", Data: order},
		{Name: "order.refunded", About: "All the money went back, and what was ordered is the holder's no more.", Data: order},
		{Name: "order.cancelled", About: "It was given up before money was taken.", Data: order},
		{Name: "order.expired", About: "Its time is over, and nothing was paid.", Data: order},
		{Name: "order.failed", About: "The provider gave the payment up.", Data: order},
		{Name: "order.disputed", About: "The payer's bank took the money back for now, and what was ordered is withheld.", Data: order},
		{Name: "refund.pending", About: "A provider is giving money back.", Data: order},
		{Name: "refund.settled", About: "Money is back with the payer, all of it or a part.", Data: order},
		{Name: "refund.failed", About: "A provider could not give money back: it is due, for people to see to.", Data: order},
		{Name: "dispute.open", About: "A payer complained to their bank.", Data: order},
		{Name: "dispute.won", About: "The money came back.", Data: order},
		{Name: "dispute.lost", About: "The money stays away.", Data: order},
		{Name: "gift.offered", About: "Its order is paid for, and its recipient may answer.", Data: EventOfGift{}},
		{Name: "gift.accepted", About: "The pack is its recipient's.", Data: EventOfGift{}},
		{Name: "gift.declined", About: "Its recipient does not want it: the money goes back, or is due.", Data: EventOfGift{}},
		{Name: "code.redeemed", About: "A holder handed in a code and has its pack.", Data: EventOfCode{}},
		{Name: "grant.given", About: "The staff of the store gave a holder a pack, without an order.", Data: EventOfGrant{}},
		{Name: "grant.revoked", About: "The staff took back what they had given.", Data: EventOfGrant{}},
		{Name: "holder.erased", About: "A user was forgotten: in their orders a pseudonym stands for them.", Data: EventOfErasure{}},
		{Name: "pass.checked_in", About: "Somebody came with a pass.", Data: EventOfTicket{}},
		{Name: "pass.transferred", About: "A holder handed a pass on: the ticket that they had is dead.", Data: EventOfTicket{}},
		{Name: "pass.moved", About: "A pass that holders have admits at another time. Their tickets say the old one: fetch them anew.", Data: EventOfPass{}},
		{Name: "pass.cancelled", About: "What a pass admits to does not take place. What was paid goes back, or is due: each order tells of it.", Data: EventOfPass{}},
		{Name: "subscription.extended", About: "A period of a subscription is the holder's: from where the last one ends, or from now.", Data: EventOfPeriod{}},
		{Name: "subscription.revoked", About: "A period of a subscription is the holder's no more. Others stay where they are.", Data: EventOfPeriod{}},
		{Name: "membership.joined", About: "A holder is a member of a brand's fan club, by another word than before.", Data: EventOfMembership{}},
		{Name: "membership.left", About: "A membership was ended before its time.", Data: EventOfMembership{}},
		{Name: "pool.changed", About: "Packs came into a pool that some of the app's users have, or went out of it.", Data: EventOfPool{}},
		{Name: "coins.ended", About: "The time of some of a holder's coins is over.", Data: EventOfCoins{}},
		{Name: "webhook.disabled", About: "A webhook is sent nothing any more. The others of its owner hear of it.", Data: EventOfWebhook{}},
		{Name: "webhook.ping", About: "Somebody asked for it. It is in no list of events.", Data: EventOfPing{}},
	}
}

// storeEventTypes are about the store.
func storeEventTypes() []EventType {
	pack, release, proposal := EventOfPack{}, EventOfRelease{}, EventOfProposal{}
	return []EventType{
		{Name: "pack.published", About: "A release is on sale, or its words are others.", Store: true, Data: pack},
		{Name: "pack.offers_changed", About: "A pack's prices, windows, regions or licence are others.", Store: true, Data: pack},
		{Name: "pack.stopped", About: "The sale ended; who owns the pack keeps it.", Store: true, Data: pack},
		{Name: "pack.banned", About: "A pack was taken down.", Store: true, Data: EventOfBan{}},
		{Name: "pack.lifted", About: "A ban ended; the pack is stopped.", Store: true, Data: pack},
		{Name: "pack.claim", About: "A claim of rights was put on record.", Store: true, Data: EventOfClaim{}},
		{Name: "pack.counter_notice", About: "What is said against a claim was put on record.", Store: true, Data: EventOfClaim{}},
		{Name: "release.submitted", About: "A release waits for a reviewer.", Store: true, Data: release},
		{Name: "release.in_review", About: "A reviewer took a release up.", Store: true, Data: release},
		{Name: "release.approved", About: "A release may go on sale.", Store: true, Data: release},
		{Name: "release.rejected", About: "A release may not go on sale; the reasons say why.", Store: true, Data: release},
		{Name: "release.appealed", About: "A rejected release is to be looked at again.", Store: true, Data: release},
		{Name: "proposal.made", About: "A designer proposed offers.", Store: true, Data: proposal},
		{Name: "proposal.accepted", About: "The offers were made as they were proposed.", Store: true, Data: proposal},
		{Name: "proposal.changed", About: "Other offers were made.", Store: true, Data: proposal},
		{Name: "proposal.declined", About: "No offers were made.", Store: true, Data: proposal},
		{Name: "statement.closed", About: "A creator's month is closed: what it says stays.", Store: true, Data: EventOfStatement{}},
		{Name: "payout.paid", About: "A creator was paid.", Store: true, Data: EventOfPayout{}},
	}
}
