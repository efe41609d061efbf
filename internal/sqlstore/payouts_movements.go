package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
	"github.com/hallyu-store/hallyu/purchases/payout"
)

type payoutStore struct{ db *DB }

// Payouts returns the store of creators' money.
func (db *DB) Payouts() payout.Store { return payoutStore{db} }

// movements finds postings to sales by way of the journal: whatever moves money of an order leaves an event about it in
// the same transaction, and events are numbered by time. So orders need no further index.
const movements = `
	SELECT CASE WHEN p.account LIKE 'tax:%' THEN 1 ELSE 0 END, o.tax, t.id, t.kind, t.at, p.asset, p.amount, o.id, o.kind, o.pack, p.account, o.lines,
		o.region, o.price_amount, o.price_currency,
		CASE WHEN o.coin_package = '' THEN o.coins_paid END, CASE WHEN o.coin_package = '' THEN o.coins_bonus END
	FROM (SELECT DISTINCT subject FROM events WHERE sequence >= @first AND sequence < @last AND ledger NOT LIKE '%:test'
		AND (type LIKE 'order.%' OR type LIKE 'refund.%' OR type LIKE 'dispute.%' OR type LIKE 'gift.%')) AS touched
	JOIN orders o ON o.id = touched.subject
	JOIN transfers t ON t.order_id = o.id
	JOIN postings p ON p.transfer_id = t.id
	WHERE (p.account LIKE 'sales:%' OR p.account LIKE 'tax:%' AND o.coin_package = '' AND o.kind <> 'bundle') AND t.at < @until
		AND (@all OR o.kind = 'bundle' OR o.pack IN (SELECT pack FROM pack_owners WHERE creator IN @creators))
		AND (@all OR o.kind <> 'bundle' OR substr(p.account, 7) IN (SELECT pack FROM pack_owners WHERE creator IN @creators))
	ORDER BY o.id, t.at, t.id, p.line`

// eventsAtOnce is how many events are looked through by one statement: a month is many short ones, none of which keeps
// others waiting or runs out of time.
const eventsAtOnce = 2_000

// Movements implements payout.Store.
func (s payoutStore) Movements(ctx context.Context, r payout.Range, take func(payout.Movement) error) error {
	first, err := s.sequenceAt(ctx, r.Since.Add(-clockSkew))
	if err != nil {
		return err
	}
	last, err := s.sequenceAt(ctx, r.Until.Add(clockSkew))
	if err != nil {
		return err
	}
	seen := map[string]bool{} // orders: events about one may lie far apart
	for ; first < last; first += eventsAtOnce {
		found, err := s.movements(ctx, r, first, min(first+eventsAtOnce, last))
		if err != nil {
			return err
		}
		err = takeNew(found, seen, take)
		if err != nil {
			return err
		}
	}
	return nil
}

// takeNew gives away movements of orders that were not seen before, and notes these.
func takeNew(found []payout.Movement, seen map[string]bool, take func(payout.Movement) error) error {
	for i := 0; i < len(found); {
		order := found[i].Order
		known := seen[order]
		seen[order] = true
		for ; i < len(found) && found[i].Order == order; i++ {
			if known {
				continue
			}
			err := take(found[i])
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// movements returns those of the orders that events from one number up to another are about.
func (s payoutStore) movements(ctx context.Context, r payout.Range, first, last int64) ([]payout.Movement, error) {
	rows, err := s.db.read(ctx).Raw(movements, map[string]any{
		"first": first, "last": last, "until": r.Until.UTC(), "all": len(r.Creators) == 0, "creators": padded(append([]string{""}, r.Creators...)),
	}).Rows()
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	var found []payout.Movement
	for rows.Next() {
		m, err := movementOf(rows)
		if err != nil {
			return nil, translate(err)
		}
		found = append(found, m)
	}
	return found, translate(rows.Err())
}

func movementOf(rows *sql.Rows) (payout.Movement, error) {
	var m payout.Movement
	var kind, charge, product, account, lines string
	var isTax int64
	var amount, paid, bonus *int64
	var currency *string
	err := rows.Scan(&isTax, &charge, &m.Transfer, &kind, &m.At, &m.Asset, &m.Amount, &m.Order, &product, &m.Pack, &account, &lines, &m.Region,
		&amount, &currency, &paid, &bonus)
	m.IsTax, m.Tax = isTax == 1, toCharge(charge)
	m.Kind, m.At, m.Amount = purchases.TransferKind(kind), m.At.UTC(), -m.Amount
	m.Price = toPrice(amount, currency)
	if paid != nil && bonus != nil {
		m.Coins = &coin.Coins{Paid: *paid, Bonus: *bonus}
	}
	if purchases.ProductKind(product) == purchases.BundleProduct {
		m.Pack = strings.TrimPrefix(account, salesPrefix)
		of := purchases.Order{Price: m.Price, Coins: m.Coins, Lines: orderRow{Lines: lines}.lines()}
		m.Price, m.Coins = of.OfLine(m.Pack)
	}
	return m, err
}

// salesPrefix begins the accounts of what packs were sold for.
const salesPrefix = "sales:"

// clockSkew is how far events that were committed one after the other may be apart by their moments the other way round.
const clockSkew = time.Hour

// sequenceAt returns the number of the first event from a moment on, or one more than that of the last. It halves the
// numbers there are: moments rise with them, but for the skew of clocks.
func (s payoutStore) sequenceAt(ctx context.Context, at time.Time) (int64, error) {
	last, err := journalStore(s).Last(ctx)
	if err != nil {
		return 0, err
	}
	low, high := int64(1), last+1
	for low < high {
		middle := low + (high-low)/2
		var row eventRow
		err := s.db.read(ctx).Select("sequence", "at").Where("sequence >= ?", middle).Order("sequence").Limit(1).Take(&row).Error
		switch {
		case errors.Is(err, errNotFound):
			high = middle
		case err != nil:
			return 0, translate(err)
		case row.At.Before(at):
			low = *row.Sequence + 1
		default:
			high = middle
		}
	}
	return low, nil
}

type ownerRow struct {
	Pack    string    `gorm:"primaryKey"`
	Since   time.Time `gorm:"primaryKey"`
	Creator string
	Collab  string
}

func (ownerRow) TableName() string { return "pack_owners" }

// Owners implements payout.Store.
func (s payoutStore) Owners(ctx context.Context, creators []string) ([]payout.Owner, error) {
	query := s.db.read(ctx).Order("pack, since")
	if creators != nil {
		query = query.Where("pack IN (SELECT pack FROM pack_owners WHERE creator IN ?)", padded(append([]string{""}, creators...)))
	}
	var rows []ownerRow
	err := query.Find(&rows).Error
	return mapped(rows, func(r ownerRow) payout.Owner {
		return payout.Owner{Pack: r.Pack, Since: r.Since.UTC(), Creator: r.Creator, Collab: r.Collab}
	}), translate(err)
}

// putOwner writes down whose a pack is, when that is news.
func putOwner(tx *gorm.DB, p catalog.Pack) error {
	var known []ownerRow
	err := tx.Where("pack = ?", p.ID).Order("since DESC").Limit(1).Find(&known).Error
	if err != nil || len(known) == 1 && known[0].Creator == p.Creator && known[0].Collab == p.Collab {
		return err
	}
	since := p.UpdatedAt
	if len(known) == 1 && !since.After(known[0].Since) {
		since = known[0].Since.Add(time.Microsecond)
	}
	return tx.Create(&ownerRow{Pack: p.ID, Since: since.UTC(), Creator: p.Creator, Collab: p.Collab}).Error
}
