package api

import "time"

// Receipt says what money was taken for, or that it went back. Once it is issued nothing of it changes but the holder,
// who is a pseudonym after they were erased.
type Receipt struct {
	ID          string        `json:"id" example:"rcp_019a1b2c-3d4e-7f60-8a1b-2c3d4e5f6071"`
	Kind        string        `json:"kind" enum:"receipt,credit_note,debit_note" doc:"credit_note: money went back; debit_note: what had gone back did not arrive, or came in again"`
	Number      string        `json:"number" doc:"dense from 1 in each app and year; test keys have numbers of their own" example:"2026-000427"`
	App         string        `json:"app" doc:"id"`
	Test        bool          `json:"test" doc:"by a key for trying things: no money"`
	Holder      string        `json:"holder"`
	Order       string        `json:"order"`
	Corrects    *string       `json:"corrects" doc:"number of the receipt that a note puts right"`
	At          time.Time     `json:"at" doc:"money moved; its year in UTC is that of the number"`
	IssuedAt    time.Time     `json:"issued_at"`
	Seller      ReceiptSeller `json:"seller"`
	Item        ReceiptItem   `json:"item"`
	Region      string        `json:"region" doc:"ISO 3166-1 alpha-2"`
	Locale      string        `json:"locale" doc:"BCP 47, that it is written in as text and as a page"`
	Price       *Money        `json:"price" doc:"of the order; null when it had none"`
	Amount      Money         `json:"amount" doc:"that moved, always positive"`
	Provider    string        `json:"provider"`
	Transaction *string       `json:"transaction" doc:"the provider's id of the payment"`
	Previous    string        `json:"previous" doc:"hash of the one before in the series; empty of the first"`
	Hash        string        `json:"hash" doc:"SHA-256 over this one and the hash before"`
}

// ReceiptSeller is who sells, as the operator says.
type ReceiptSeller struct {
	Name      string `json:"name"`
	Address   string `json:"address" doc:"lines"`
	TaxNumber string `json:"tax_number"`
}

// ReceiptItem is what was sold.
type ReceiptItem struct {
	Kind   string `json:"kind" enum:"pack,pass,bundle,subscription,coins"`
	ID     string `json:"id" doc:"of the pack or pass; name of the package of coins"`
	Name   string `json:"name" doc:"when the receipt was issued; empty for coins, and for what had none any more"`
	Locale string `json:"locale" doc:"BCP 47, of the name"`
	Coins  int64  `json:"coins,omitempty"`
}

// OrderReceipt is the receipt of an order, with the notes that put it right.
type OrderReceipt struct {
	Receipt
	Notes []Receipt `json:"notes" doc:"the first one first"`
}
