package purchasestest

import (
	"testing"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// Run holds stores made by newStore, with their journals, to what purchases.Store promises, alone and
// beneath a purchases.Service.
func Run(t *testing.T, newStore func(t *testing.T) (purchases.Store, journal.Store)) {
	t.Helper()
	for name, tests := range map[string]map[string]func(*testing.T, fixture){
		"Store": storeTests, "Place": placeTests, "Confirm": confirmTests, "Refund": refundTests, "Gateway": gatewayTests, "Dispute": disputeTests, "Acknowledge": acknowledgeTests, "Counter": counterTests,
		"Wallet": walletTests, "Pass": passTests, "Subscription": subscriptionTests, "Membership": membershipTests, "CheckIn": checkInTests, "Edition": editionTests, "Look": lookTests, "Code": codeTests, "Staff": staffTests, "Bundle": bundleTests, "Approval": approvalTests, "Gift": giftTests, "GiftMoney": giftMoneyTests, "GiftRace": giftRaceTests, "GiftRefusal": giftRefusalTests,
		"Quote": quoteTests, "Tax": taxTests, "Repeat": repeatTests, "Read": readTests, "Race": raceTests, "Crowd": crowdTests, "Erase": eraseTests, "Clock": clockTests,
	} {
		t.Run(name, func(t *testing.T) {
			for name, test := range tests {
				t.Run(name, func(t *testing.T) {
					f := newFixture(newStore(t))
					test(t, f)
					f.balanced(t)
				})
			}
		})
	}
}
