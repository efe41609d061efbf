package purchases

import (
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases/bundle"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

// Line is a pack of a bundle that an order is for. An order's lines are in the order of their packs, and never change.
type Line struct {
	Pack    string `json:"pack"`    // id
	Release int    `json:"release"` // that was on sale
	Price   int64  `json:"price"`   // part of the order's price, minor units
}

// Packs returns the ids of what an order gives: its pack or pass, or those of its lines.
func (o Order) Packs() []string {
	if o.Kind != BundleProduct {
		return []string{o.Pack}
	}
	packs := make([]string, len(o.Lines))
	for i, line := range o.Lines {
		packs[i] = line.Pack
	}
	return packs
}

// packs are those of a wish for a bundle.
func (w wish) packs() []string {
	return Order{Kind: w.kind, Lines: w.lines}.bundled()
}

// bundled returns the packs of the bundle that an order is for; nil for other orders.
func (o Order) bundled() []string {
	if o.Kind != BundleProduct {
		return nil
	}
	return o.Packs()
}

// Shares returns the parts of an amount of an order's money, or coins, that are its lines': their prices are the
// weights. The parts are exactly the whole.
func (o Order) Shares(amount int64) []int64 {
	weights := make([]int64, len(o.Lines))
	for i, line := range o.Lines {
		weights[i] = line.Price
	}
	return bundle.Split(amount, weights)
}

// OfLine returns what an order cost, and the coins that it was paid with, as far as that is one of its packs'.
func (o Order) OfLine(pack string) (*catalog.Price, *coin.Coins) {
	for i, line := range o.Lines {
		if line.Pack != pack {
			continue
		}
		price, coins := o.Price, o.Coins
		if price != nil {
			price = &catalog.Price{Amount: line.Price, Currency: price.Currency}
		}
		if coins != nil {
			coins = &coin.Coins{Paid: o.Shares(coins.Paid)[i], Bonus: o.Shares(coins.Bonus)[i]}
		}
		return price, coins
	}
	return o.Price, o.Coins
}

// earned are the postings by which what an order has earned of an asset comes to be another amount: a credit to the
// account that its money is kept in, or, of a bundle, to the sales of each of its packs. What lines have of an amount is
// always the same, so what a refund takes of each is what the sale gave it, however many steps it is given back in.
func (o Order) earned(asset string, was, is int64) []Posting {
	if o.Kind != BundleProduct || o.State == RefundDue || len(o.Lines) == 0 {
		return posted(nil, earnings(o), asset, was-is)
	}
	var postings []Posting
	before, after := o.Shares(was), o.Shares(is)
	for i, line := range o.Lines {
		postings = posted(postings, salesOf(line.Pack), asset, before[i]-after[i])
	}
	return postings
}

// coinsEarned are the postings by which the coins that an order was paid with come to be other ones, kind by kind: out of
// its holder's wallet, or back into it.
func (o Order) coinsEarned(was, is coin.Coins) []Posting {
	var postings []Posting
	for _, asset := range []coin.Asset{coin.Paid, coin.Bonus} {
		before, after := was.Of(asset), is.Of(asset)
		postings = posted(postings, Wallets, string(asset), after-before)
		postings = append(postings, o.earned(string(asset), before, after)...)
	}
	return postings
}

// posted adds a posting, unless it is of nothing.
func posted(postings []Posting, account, asset string, amount int64) []Posting {
	if amount == 0 {
		return postings
	}
	return append(postings, Posting{Account: account, Asset: asset, Amount: amount})
}

// needed returns the lines whose packs the order's holder does not have for good.
func (o Order) needed(found State, now time.Time) []Line {
	var lines []Line
	for _, line := range o.Lines {
		if !entitlement(o.Beneficiary(), line.Pack, found.Grants, now).forGood() {
			lines = append(lines, line)
		}
	}
	return lines
}

// ownsLines returns why an order's bundle cannot be given: its holder has one of the packs that the order is for. nil
// when they have none.
func (o Order) ownsLines(found State, now time.Time) *fault.Error {
	for _, line := range o.Lines {
		if have := owned(line.Pack, entitlement(o.Beneficiary(), line.Pack, found.Grants, now)); have != nil {
			return have.With("bundle", o.Pack)
		}
	}
	return nil
}

// granting are the grants that the order gives: one, or one for each of some lines.
func (o Order) granting(found State, lines []Line, now time.Time) []Grant {
	if o.Kind != BundleProduct {
		return []Grant{o.grant(found, now)}
	}
	grants := make([]Grant, len(lines))
	for i, line := range lines {
		grants[i] = o.grant(found, now)
		grants[i].Pack = line.Pack
	}
	return grants
}
