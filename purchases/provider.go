package purchases

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
)

// Faults of paying.
var (
	// ErrProviderUnknown: nobody of that name takes money. Facts: provider, known.
	ErrProviderUnknown = fault.Define(fault.Invalid, "provider-unknown")
	// ErrProviderNotAvailable: the provider is not set up here. Facts: provider, available.
	ErrProviderNotAvailable = fault.Define(fault.Invalid, "provider-not-available")
	// ErrPaymentRequired: the pack has a price, and nobody was named who takes it. Facts: pack, price.
	ErrPaymentRequired = fault.Define(fault.Payment, "payment-required")
	// ErrTransactionInvalid: a transaction is 1 to 200 bytes of printable text, and only providers
	// that take money have one; money settled needs one. Facts: transaction.
	ErrTransactionInvalid = fault.Define(fault.Invalid, "transaction-invalid")
	// ErrSettledInvalid: what was settled is 1 to catalog.MaxPrice minor units of an ISO 4217
	// currency (0 of a free pack). Facts: amount, currency.
	ErrSettledInvalid = fault.Define(fault.Invalid, "settled-invalid")
	// ErrRefundElsewhere: the provider alone gives back what it took. Facts: provider.
	ErrRefundElsewhere = fault.Define(fault.Conflict, "refund-at-provider")
	// ErrRefundWhole: the provider gives back all that is left, or nothing. Facts: order, provider, amount,
	// refundable, currency.
	ErrRefundWhole = fault.Define(fault.Invalid, "refund-whole")
	// ErrTransactionUsed: the transaction paid for an order already. Facts: transaction; order when
	// it is the same holder's.
	ErrTransactionUsed = fault.Define(fault.Conflict, "transaction-already-used")
)

// Provider is who takes the money.
type Provider string

// The providers. Those that are gateways are refused where none is set up.
const (
	Free       Provider = "free"     // nobody: the pack has no price
	External   Provider = "external" // the app itself
	Wallet     Provider = "wallet"   // the holder's own coins
	Stripe     Provider = "stripe"
	AppStore   Provider = "app_store"
	GooglePlay Provider = "google_play"
)

var knownProviders = []Provider{Free, External, Wallet, Stripe, AppStore, GooglePlay}

// givesBack reports whether money that the provider took can be given back from here.
func (p Provider) givesBack() bool { return p != AppStore }

// pricesItself reports whether the provider, and not this store, says what the payer is charged.
func (p Provider) pricesItself() bool { return p == AppStore || p == GooglePlay }

// givesBackParts reports whether it can be given back in parts.
func (p Provider) givesBackParts() bool { return p.givesBack() && p != GooglePlay }

func (p Provider) check() error {
	if !slices.Contains(knownProviders, p) {
		return ErrProviderUnknown.With("provider", p, "known", knownProviders)
	}
	return nil
}

// TransactionScope says within what a provider's transaction counts once for ever: the ledger for
// External, where each app numbers as it likes, and "" (everywhere) for the stores' own.
func TransactionScope(p Provider, ledger Ledger) string {
	if p == External {
		return ledger.ID()
	}
	return ""
}

const maxTransaction = 200

func checkTransaction(transaction string) error {
	printable := utf8.ValidString(transaction) && !containsUnprintable(transaction)
	if transaction == "" || len(transaction) > maxTransaction || !printable {
		return ErrTransactionInvalid.With("transaction", transaction)
	}
	return nil
}

func containsUnprintable(s string) bool {
	return slices.ContainsFunc([]rune(s), func(r rune) bool { return !unicode.IsPrint(r) })
}

// checkSettled holds an amount of money to its form; nil is what the order cost.
func checkSettled(settled *catalog.Price) error {
	if settled == nil {
		return nil
	}
	if settled.Amount < 0 || settled.Amount > catalog.MaxPrice || !isCurrency(settled.Currency) {
		return ErrSettledInvalid.With("amount", settled.Amount, "currency", settled.Currency)
	}
	return nil
}

// settledFor returns what was taken for an order of that price: what the app says, or the price.
// Nothing may be settled of a free pack only.
func settledFor(settled, price *catalog.Price) (*catalog.Price, error) {
	if settled == nil {
		return price, nil
	}
	if settled.Amount > 0 {
		return settled, nil
	}
	if price != nil {
		return nil, ErrSettledInvalid.With("amount", settled.Amount, "currency", settled.Currency)
	}
	return nil, nil
}

// isCurrency reports whether code has the form of ISO 4217's alphabetic codes.
func isCurrency(code string) bool {
	return len(code) == 3 && !slices.ContainsFunc([]byte(code), func(b byte) bool { return b < 'A' || b > 'Z' })
}
