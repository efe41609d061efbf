package payout

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/journal"
)

// Faults of payouts and profiles.
var (
	// ErrPayoutNotFound: there is no such payout. Facts: payout.
	ErrPayoutNotFound = fault.Define(fault.NotFound, "payout-not-found")
	// ErrPayoutPaid: it was paid before. Facts: payout, reference.
	ErrPayoutPaid = fault.Define(fault.Conflict, "payout-paid")
	// ErrPayoutInvalid: a reference is 1 to 140 characters, none of them a control character.
	ErrPayoutInvalid = fault.Define(fault.Invalid, "payout-invalid")
	// ErrProfileInvalid: the fields say which rule it breaks.
	ErrProfileInvalid = fault.Define(fault.Invalid, "payout-profile-invalid")
	// ErrProfileStale: it was changed since it was read. Facts: creator, version.
	ErrProfileStale = fault.Define(fault.Stale, "payout-profile-stale")
)

// PayoutState is where a payout stands.
type PayoutState string

// The states of a payout.
const (
	Due  PayoutState = "due"
	Paid PayoutState = "paid"
)

// Payout is money that a closed statement says is a creator's, in one currency.
type Payout struct {
	ID        string      `json:"id"` // pay_…
	Creator   string      `json:"creator"`
	Period    Period      `json:"-"`
	Currency  string      `json:"currency"`
	Amount    int64       `json:"amount"`
	Withheld  int64       `json:"withheld"` // that is not in Amount
	State     PayoutState `json:"state"`
	Reference string      `json:"reference"` // of the payment, as the payer's bank knows it; "" while it is due
	CreatedAt time.Time   `json:"created_at"`
	PaidAt    *time.Time  `json:"paid_at"`
	PaidBy    string      `json:"paid_by"` // id of the account
}

// Profile is how a creator wants to be paid. What it says of accounts is nobody else's to know: it is in no log, event
// or audit entry.
type Profile struct {
	Creator   string
	Name      string // of who is paid
	Method    string // in their words: a bank, a service
	Account   string // an IBAN, an account number, an address
	Country   string // ISO 3166-1 alpha-2, or ""
	TaxID     string
	UpdatedAt time.Time
	Version   int64 // as it is stored: 0 before; every write adds one
}

// Limits of what people write, in characters.
const (
	maxReference = 140
	maxProfile   = 140
)

// Payouts returns at most limit payouts behind an id, in order: to creators their own. creator is an id, a slug or "".
// Fault: catalog.ErrCreatorNotFound.
func (s *Service) Payouts(ctx context.Context, by By, creator string, state PayoutState, after string, limit int) ([]Payout, error) {
	err := by.Require(accounts.ReadStatements)
	if err != nil {
		return nil, err
	}
	if creator == "" {
		err = by.Require(accounts.ReadReports)
		if err != nil {
			return nil, err
		}
		return s.store.ListPayouts(ctx, "", state, after, limit)
	}
	c, err := s.creator(ctx, by, creator)
	if err != nil {
		return nil, err
	}
	return s.store.ListPayouts(ctx, c.ID, state, after, limit)
}

// Pay writes down that a payout was paid, once. Faults: ErrPayoutNotFound, ErrPayoutInvalid, ErrPayoutPaid.
func (s *Service) Pay(ctx context.Context, by By, id, reference string) (Payout, error) {
	err := by.Require(accounts.PayCreators)
	if err != nil {
		return Payout{}, err
	}
	reference = strings.TrimSpace(reference)
	if reference == "" || !fine(reference, maxReference) {
		return Payout{}, ErrPayoutInvalid.WithFields(fault.Field{Pointer: "/reference", Code: "invalid"})
	}
	before, err := s.store.Payout(ctx, id)
	if err != nil {
		return Payout{}, err
	}
	now := s.now()
	p := before
	p.State, p.Reference, p.PaidAt, p.PaidBy = Paid, reference, &now, by.Account
	return p, s.store.Pay(ctx, p, journal.Record{
		Audit: []journal.AuditEntry{journal.NewAuditEntry(by.origin(), "payout.pay", p.ID, before, p, now)},
		Events: []journal.Event{journal.NewEvent("", "payout.paid", p.ID, statementEvent{
			Creator: p.Creator, Period: p.Period.String(), Payout: p.ID, Currency: p.Currency, Amount: p.Amount, Reference: reference,
		}, now)},
	})
}

func fine(text string, limit int) bool {
	return utf8.ValidString(text) && utf8.RuneCountInString(text) <= limit && !strings.ContainsFunc(text, unicode.IsControl)
}

// Profile returns how a creator wants to be paid. Who may not pay sees the end of the account's number alone. Fault:
// catalog.ErrCreatorNotFound.
func (s *Service) Profile(ctx context.Context, by By, creator string) (Profile, error) {
	err := by.Require(accounts.ReadStatements)
	if err != nil {
		return Profile{}, err
	}
	c, err := s.creator(ctx, by, creator)
	if err != nil {
		return Profile{}, err
	}
	p, err := s.store.Profile(ctx, c.ID)
	if err == nil && !by.Can(accounts.PayCreators) {
		p.Account, p.TaxID = Masked(p.Account), Masked(p.TaxID)
	}
	return p, err
}

// Masked returns what may be shown of a number that is not for everyone: its last four characters.
func Masked(number string) string {
	const shown = 4
	runes := []rune(number)
	if len(runes) == 0 {
		return ""
	}
	return "••••" + string(runes[max(len(runes)-shown, len(runes)/2):])
}

// keep keeps a number of which only what may be shown was sent back.
func keep(sent *string, known string) {
	if known != "" && *sent == Masked(known) {
		*sent = known
	}
}

// SaveProfile writes down how a creator wants to be paid, if that is still at its Version. A number that is sent as it
// was shown stays as it is. Faults: ErrProfileInvalid,
// ErrProfileStale, catalog.ErrCreatorNotFound.
func (s *Service) SaveProfile(ctx context.Context, by By, p Profile) (Profile, error) {
	err := by.Require(accounts.WriteProfiles)
	if err != nil {
		return Profile{}, err
	}
	c, err := s.creator(ctx, by, p.Creator)
	if err != nil {
		return Profile{}, err
	}
	p.Creator, p.UpdatedAt = c.ID, s.now()
	var fields []fault.Field
	for pointer, text := range map[string]*string{"/name": &p.Name, "/method": &p.Method, "/account": &p.Account, "/tax_id": &p.TaxID} {
		*text = strings.TrimSpace(*text)
		if !fine(*text, maxProfile) {
			fields = append(fields, fault.Field{Pointer: pointer, Code: "invalid"})
		}
	}
	if p.Country != "" && !cldr.ValidRegion(p.Country) {
		fields = append(fields, fault.Field{Pointer: "/country", Code: "invalid"})
	}
	if len(fields) > 0 {
		slices.SortFunc(fields, func(a, b fault.Field) int { return strings.Compare(a.Pointer, b.Pointer) })
		return Profile{}, ErrProfileInvalid.WithFields(fields...)
	}
	known, err := s.store.Profile(ctx, c.ID)
	if err != nil {
		return Profile{}, err
	}
	keep(&p.Account, known.Account)
	keep(&p.TaxID, known.TaxID)
	entry := journal.NewAuditEntry(by.origin(), "payout.profile", c.ID, nil, nil, p.UpdatedAt) // that it changed, not what it says
	err = s.store.SaveProfile(ctx, p, journal.Record{Audit: []journal.AuditEntry{entry}})
	p.Version++
	return p, err
}
