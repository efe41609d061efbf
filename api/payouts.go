package api

import "time"

// SalesReport is what was sold in some days. Amounts are minor units of each row's currency; coins are worth their part
// of the price that they paid.
type SalesReport struct {
	By    []string   `json:"by" doc:"what rows tell sales apart by"`
	From  string     `json:"from" doc:"first day, UTC"`
	Until string     `json:"until" doc:"first day behind it"`
	Items []SalesRow `json:"items"`
}

// SalesRow is sales that have in common what the report tells them apart by.
type SalesRow struct {
	Day      string `json:"day,omitempty" doc:"UTC"`
	Region   string `json:"region,omitempty" doc:"ISO 3166-1 alpha-2"`
	Pack     string `json:"pack,omitempty" doc:"id"`
	Title    string `json:"title,omitempty" doc:"of the pack, while it is published"`
	Creator  string `json:"creator,omitempty" doc:"id"`
	Currency string `json:"currency" doc:"ISO 4217"`
	Sales    int64  `json:"sales" doc:"how many"`
	Returns  int64  `json:"returns" doc:"how many times money went back, or came in again"`
	Gross    int64  `json:"gross" doc:"of sales"`
	Returned int64  `json:"returned" doc:"what went back, less what came in again"`
	Net      int64  `json:"net"`
	Tax      int64  `json:"tax,omitempty" doc:"in net, that the store charged"`
}

// NewContract says from a moment on how sales are shared out. Shares are basis points, hundredths of a percent.
type NewContract struct {
	Scope string     `json:"scope" enum:"store,creator,collab" doc:"store: every creator that has none of their own"`
	Party string     `json:"party,omitempty" maxLength:"64" doc:"id or slug of the creator or collab; empty for the store"`
	From  *time.Time `json:"from,omitempty" doc:"now when left out; never within a month that is closed"`
	ContractTerms
}

// ContractTerms are what a contract says.
type ContractTerms struct {
	Taxes       map[string]int64 `json:"taxes,omitempty" doc:"on top of the price without it, which includes it; by region, 001 for all others"`
	StoreFee    int64            `json:"store_fee,omitempty" minimum:"0" maximum:"10000" doc:"of what is left after tax: what those take who sell, or take the money"`
	Share       int64            `json:"share" minimum:"0" maximum:"10000" doc:"of what is left after the fee: the creator's, or the brand's of a collab, which goes first"`
	Withholding int64            `json:"withholding,omitempty" minimum:"0" maximum:"10000" doc:"of what is paid out, for the tax office"`
	BonusEarns  bool             `json:"bonus_earns,omitempty" doc:"coins that were given away count as if they had been paid for"`
	Note        string           `json:"note,omitempty" maxLength:"500"`
}

// Contract is a contract as it is kept.
type Contract struct {
	ID    string    `json:"id"`
	Scope string    `json:"scope" enum:"store,creator,collab"`
	Party string    `json:"party" doc:"id of the creator or collab; empty for the store"`
	From  time.Time `json:"from"`
	ContractTerms
	Version   int64     `json:"version" doc:"send it back in If-Match"`
	UpdatedAt time.Time `json:"updated_at"`
}

// ContractChange changes what it names.
type ContractChange struct {
	From        *time.Time        `json:"from,omitempty"`
	Taxes       *map[string]int64 `json:"taxes,omitempty"`
	StoreFee    *int64            `json:"store_fee,omitempty" minimum:"0" maximum:"10000"`
	Share       *int64            `json:"share,omitempty" minimum:"0" maximum:"10000"`
	Withholding *int64            `json:"withholding,omitempty" minimum:"0" maximum:"10000"`
	BonusEarns  *bool             `json:"bonus_earns,omitempty"`
	Note        *string           `json:"note,omitempty" maxLength:"500"`
}

// Statement is what a creator's sales of a month earned. One that is closed is the same bytes whenever it is read.
type Statement struct {
	Creator   string             `json:"creator" doc:"id"`
	Period    string             `json:"period" doc:"a month of UTC" example:"2026-10"`
	State     string             `json:"state" enum:"open,waiting,closed" doc:"waiting: the month is over, but for some sales, or the month before, there is no contract"`
	Accounts  []StatementAccount `json:"accounts" doc:"one for each currency"`
	Days      []StatementSum     `json:"days" doc:"UTC"`
	Regions   []StatementSum     `json:"regions"`
	Packs     []StatementSum     `json:"packs"`
	Contracts []string           `json:"contracts" doc:"ids of those that were followed"`
	Uncovered int64              `json:"uncovered" doc:"sales and returns that no contract covers"`
}

// StatementAccount is what a statement says of one currency, in minor units. Gross is the sum of tax, store_fee,
// platform, brand and earned.
type StatementAccount struct {
	Currency string `json:"currency" doc:"ISO 4217"`
	Carried  int64  `json:"carried" doc:"from the month before; negative when more went back than was earned"`
	Sales    int64  `json:"sales" doc:"how many"`
	Returns  int64  `json:"returns" doc:"how many times money went back, or came in again"`
	Gross    int64  `json:"gross"`
	Tax      int64  `json:"tax"`
	StoreFee int64  `json:"store_fee"`
	Platform int64  `json:"platform"`
	Brand    int64  `json:"brand"`
	Earned   int64  `json:"earned" doc:"by the creator"`
	Withheld int64  `json:"withheld"`
	Due      int64  `json:"due" doc:"to be paid to the creator"`
	Balance  int64  `json:"balance" doc:"carried to the next month"`
}

// StatementSum is what the sales of a day, a region or a pack come to.
type StatementSum struct {
	Key      string `json:"key"`
	Currency string `json:"currency"`
	Sales    int64  `json:"sales"`
	Returns  int64  `json:"returns"`
	Gross    int64  `json:"gross"`
	Earned   int64  `json:"earned"`
}

// Payout is money that a closed statement says is a creator's.
type Payout struct {
	ID        string     `json:"id"`
	Creator   string     `json:"creator" doc:"id"`
	Period    string     `json:"period"`
	Amount    Money      `json:"amount"`
	Withheld  int64      `json:"withheld" doc:"minor units that are not in the amount"`
	State     string     `json:"state" enum:"due,paid"`
	Reference string     `json:"reference" doc:"of the payment; empty while it is due"`
	CreatedAt time.Time  `json:"created_at"`
	PaidAt    *time.Time `json:"paid_at"`
}

// NewPayment says that a payout was paid.
type NewPayment struct {
	Reference string `json:"reference" minLength:"1" maxLength:"140" doc:"of the payment, as the bank knows it"`
}

// PayoutProfile is how a creator wants to be paid. Who may not pay reads only the end of account and tax_id.
type PayoutProfile struct {
	Creator string `json:"creator" doc:"id"`
	PayoutProfileDraft
	Version   int64      `json:"version" doc:"send it back in If-Match"`
	UpdatedAt *time.Time `json:"updated_at" doc:"null: nothing is known"`
}

// PayoutProfileDraft is what is said about being paid.
type PayoutProfileDraft struct {
	Name    string `json:"name,omitempty" maxLength:"140" doc:"of who is paid"`
	Method  string `json:"method,omitempty" maxLength:"140" doc:"a bank, a service"`
	Account string `json:"account,omitempty" maxLength:"140" doc:"an IBAN, a number, an address"`
	Country string `json:"country,omitempty" maxLength:"2" doc:"ISO 3166-1 alpha-2"`
	TaxID   string `json:"tax_id,omitempty" maxLength:"140"`
}
