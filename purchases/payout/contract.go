package payout

import (
	"cmp"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// Faults of contracts.
var (
	// ErrContractInvalid: the fields say which rule it breaks.
	ErrContractInvalid = fault.Define(fault.Invalid, "contract-invalid")
	// ErrContractNotFound: there is no such contract. Facts: contract.
	ErrContractNotFound = fault.Define(fault.NotFound, "contract-not-found")
	// ErrContractStale: it was changed since it was read. Facts: contract, version.
	ErrContractStale = fault.Define(fault.Stale, "contract-stale")
	// ErrContractTaken: another contract with the same begins at the same moment. Facts: contract.
	ErrContractTaken = fault.Define(fault.Conflict, "contract-taken")
	// ErrContractInForce: statements that are closed follow it, or would: it is ended by a later one. Facts: from,
	// open_from (the first moment that contracts may still begin at).
	ErrContractInForce = fault.Define(fault.Conflict, "contract-in-force")
)

// Scope says what a contract is about.
type Scope string

// The scopes of contracts.
const (
	ForStore   Scope = "store"   // every creator that has none of their own
	ForCreator Scope = "creator" // a creator
	ForCollab  Scope = "collab"  // packs under a collab: the brand's share, beside their creator's contract
)

// Contract says from a moment on how sales are shared out. What was sold before follows the one before it.
type Contract struct {
	ID    string    `json:"id"` // ctr_…
	Scope Scope     `json:"scope"`
	Party string    `json:"party"` // id of the creator or collab; "" for the store
	From  time.Time `json:"from"`

	Taxes       map[string]int64 `json:"taxes"`       // on top of the price without it, by region; catalog.World for all others
	StoreFee    int64            `json:"store_fee"`   // of what is left after tax
	Share       int64            `json:"share"`       // the party's, of what is left after the fee; the store's contract has the creators'
	Withholding int64            `json:"withholding"` // of what is paid out, for the tax office
	BonusEarns  bool             `json:"bonus_earns"` // coins that were given away count as if they had been paid for
	Note        string           `json:"note"`        // for people
	UpdatedAt   time.Time        `json:"updated_at"`
	Version     int64            `json:"-"` // as it is stored: 0 before; every write adds one
}

const maxNote = 500

// Check returns ErrContractInvalid unless the contract is one.
func (c Contract) Check() error {
	var fields []fault.Field
	check := func(fine bool, pointer string) {
		if !fine {
			fields = append(fields, fault.Field{Pointer: pointer, Code: "invalid"})
		}
	}
	check(slices.Contains([]Scope{ForStore, ForCreator, ForCollab}, c.Scope), "/scope")
	check((c.Party == "") == (c.Scope == ForStore), "/party")
	check(!c.From.IsZero() && c.From.Year() >= 2000 && c.From.Year() < 2200, "/from")
	for pointer, share := range map[string]int64{"/store_fee": c.StoreFee, "/share": c.Share, "/withholding": c.Withholding} {
		check(share >= 0 && share <= whole, pointer)
	}
	for region, tax := range c.Taxes {
		check((region == catalog.World || cldr.ValidRegion(region)) && tax >= 0 && tax <= whole, "/taxes/"+region)
	}
	check(c.Scope != ForCollab || c.StoreFee == 0 && c.Withholding == 0 && len(c.Taxes) == 0 && !c.BonusEarns, "/scope")
	check(utf8.ValidString(c.Note) && utf8.RuneCountInString(c.Note) <= maxNote && !containsControl(c.Note), "/note")
	if len(fields) > 0 {
		slices.SortFunc(fields, func(a, b fault.Field) int { return cmp.Compare(a.Pointer, b.Pointer) })
		return ErrContractInvalid.WithFields(fields...)
	}
	return nil
}

func containsControl(s string) bool {
	for _, r := range s {
		if unicode.IsControl(r) && r != '\n' {
			return true
		}
	}
	return false
}

// taxIn returns the tax that prices in a region include.
func (c Contract) taxIn(region string) int64 {
	if tax, own := c.Taxes[region]; own {
		return tax
	}
	return c.Taxes[catalog.World]
}

// terms are what holds for a sale.
type terms struct {
	Shares
	contract   string // id; "" when there is none
	collab     string // id of the collab's contract, or ""
	bonusEarns bool
}

// contracts are all contracts, each party's in the order of time.
type contracts map[contractOf][]Contract

type contractOf struct {
	scope Scope
	party string
}

func newContracts(all []Contract) contracts {
	by := contracts{}
	for _, c := range all {
		key := contractOf{c.Scope, c.Party}
		by[key] = append(by[key], c)
	}
	for _, versions := range by {
		slices.SortFunc(versions, func(a, b Contract) int { return a.From.Compare(b.From) })
	}
	return by
}

// at returns the contract with a party that holds at a moment; nil when there is none.
func (c contracts) at(scope Scope, party string, at time.Time) *Contract {
	versions := c[contractOf{scope, party}]
	i, same := slices.BinarySearchFunc(versions, at, func(v Contract, at time.Time) int { return v.From.Compare(at) })
	if same {
		i++
	}
	if i == 0 {
		return nil
	}
	return &versions[i-1]
}

// with returns the contract that holds with a creator: their own, or the store's; nil when there is neither.
func (c contracts) with(creator string, at time.Time) *Contract {
	if own := c.at(ForCreator, creator, at); own != nil {
		return own
	}
	return c.at(ForStore, "", at)
}

// terms returns what holds for a sale in a region; false when nobody agreed on anything.
func (c contracts) terms(whose Owner, region string, at time.Time) (terms, bool) {
	own := c.with(whose.Creator, at)
	if own == nil {
		return terms{}, false
	}
	t := terms{contract: own.ID, bonusEarns: own.BonusEarns}
	t.Shares = Shares{Tax: own.taxIn(region), Fee: own.StoreFee, Creator: own.Share}
	if whose.Collab == "" {
		return t, true
	}
	if brand := c.at(ForCollab, whose.Collab, at); brand != nil {
		t.collab, t.Brand = brand.ID, brand.Share
	}
	return t, true
}
