package payout

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
)

// Faults of reports.
var (
	// ErrReportInvalid: the fields say which rule it breaks.
	ErrReportInvalid = fault.Define(fault.Invalid, "report-invalid")
	// ErrReportTooLarge: it would have more rows than are given at once. Facts: limit.
	ErrReportTooLarge = fault.Define(fault.Invalid, "report-too-large")
)

// Dimension is what a report tells sales apart by.
type Dimension string

// The dimensions.
const (
	ByDay     Dimension = "day" // of UTC
	ByRegion  Dimension = "region"
	ByPack    Dimension = "pack"
	ByCreator Dimension = "creator"
)

// Dimensions are all of them, in the order of columns.
func Dimensions() []Dimension { return []Dimension{ByDay, ByRegion, ByPack, ByCreator} }

// Limits of a report.
const (
	MaxDays = 366
	MaxRows = 50_000
)

// ReportRequest asks what was sold.
type ReportRequest struct {
	By    []Dimension
	From  time.Time // first day, UTC
	Until time.Time // first day behind it
}

func (r ReportRequest) check() error {
	var fields []fault.Field
	for _, by := range r.By {
		if !slices.Contains(Dimensions(), by) {
			fields = append(fields, fault.Field{Pointer: "/by", Code: "invalid", Facts: map[string]any{"measured": string(by)}})
		}
	}
	if days := r.Until.Sub(r.From).Hours() / 24; days <= 0 || days > MaxDays {
		fields = append(fields, fault.Field{Pointer: "/until", Code: "invalid", Facts: map[string]any{"measured": days, "limit": MaxDays}})
	}
	if len(fields) > 0 {
		return ErrReportInvalid.WithFields(fields...)
	}
	return nil
}

// Group is sales that have their day, region, pack and creator in common, as far as a report tells these apart.
type Group struct {
	Day     string // 2006-01-02, UTC
	Region  string
	Pack    string // id
	Creator string // id

	Currency string
	Sales    int64 // how many
	Returns  int64 // how many times money went back, or came in again
	Gross    int64 // of sales
	Returned int64 // what went back; what came in again is taken off
	Net      int64 // Gross less Returned
	Tax      int64 // that the store charged, in Net
}

func (g Group) compare(other Group) int {
	return cmp.Or(cmp.Compare(g.Day, other.Day), cmp.Compare(g.Region, other.Region), cmp.Compare(g.Pack, other.Pack),
		cmp.Compare(g.Creator, other.Creator), cmp.Compare(g.Currency, other.Currency))
}

// Report tells what was sold, in live ledgers: to those who read reports all of it, to creators their own. Coins are
// worth their part of the price that they paid. Faults: ErrReportInvalid, ErrReportTooLarge.
func (s *Service) Report(ctx context.Context, by By, r ReportRequest) ([]Group, error) {
	err := by.Require(accounts.ReadStatements)
	if err == nil {
		err = r.check()
	}
	if err != nil {
		return nil, err
	}
	own, err := s.ownOf(ctx, by)
	if err != nil || own != nil && len(own) == 0 {
		return []Group{}, err
	}
	all, err := s.store.Owners(ctx, own)
	if err != nil {
		return nil, err
	}
	groups := map[Group]Group{}
	b := book{owners: newOwners(all), everyCoin: true}
	err = b.each(ctx, s.store, Range{Since: r.From, Until: r.Until, Creators: own}, func(l Line) error {
		if own != nil && !slices.Contains(own, l.Creator) {
			return nil
		}
		return r.add(groups, l)
	})
	return slices.SortedFunc(maps.Values(groups), Group.compare), err
}

// add counts a line in its group.
func (r ReportRequest) add(groups map[Group]Group, l Line) error {
	key := Group{Currency: l.Currency}
	for _, by := range r.By {
		switch by {
		case ByDay:
			key.Day = l.At.Format(dayLayout)
		case ByRegion:
			key.Region = l.Region
		case ByPack:
			key.Pack = l.Pack
		case ByCreator:
			key.Creator = l.Creator
		}
	}
	g, known := groups[key]
	if !known {
		if len(groups) == MaxRows {
			return ErrReportTooLarge.With("limit", MaxRows)
		}
		g = key
	}
	if l.sale() {
		g.Sales++
		g.Gross += l.Gross
	} else {
		g.Returns++
		g.Returned -= l.Gross
	}
	g.Net, g.Tax = g.Net+l.Gross, g.Tax+l.Charged
	groups[key] = g
	return nil
}
