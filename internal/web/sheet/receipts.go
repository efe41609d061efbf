package sheet

import (
	"io"
	"time"

	"github.com/hallyu-store/hallyu/purchases/receipt"
)

var receiptHeadings = texts("app", "test", "number", "kind", "corrects", "at", "issued_at", "order", "item", "item_id", "name", "region", "currency",
	"amount", "provider", "transaction", "hash")

// ReceiptsCSV writes receipts and notes. What goes back is negative, so that amounts can be summed up.
func ReceiptsCSV(to io.Writer, each func(take func(receipt.Document) error) error) error {
	w := NewCSV(to)
	err := w.Row(receiptHeadings...)
	if err != nil {
		return err
	}
	err = each(func(d receipt.Document) error { return w.Row(receiptCells(d)...) })
	if err != nil {
		return err
	}
	return w.Flush()
}

func receiptCells(d receipt.Document) []Cell {
	amount, test := d.Amount.Amount, ""
	if d.Kind == receipt.CreditNote {
		amount = -amount
	}
	if d.Test {
		test = "test"
	}
	return []Cell{
		Text(d.App), Text(test), Text(d.Number), Text(string(d.Kind)), Text(d.Corrects), Text(d.At.UTC().Format(time.RFC3339Nano)),
		Text(d.IssuedAt.UTC().Format(time.RFC3339Nano)), Text(d.Order), Text(string(d.Item.Kind)), Text(d.Item.ID), Text(d.Item.Name), Text(d.Region),
		Text(d.Amount.Currency), Amount(amount, d.Amount.Currency), Text(string(d.Provider)), Text(d.Transaction), Text(d.Hash),
	}
}
