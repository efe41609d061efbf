//go:build !failpoints

package app

import (
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/receipt"
)

// The program that users run has no failpoints: these hand back what they are given.

func gitFailpoint(string) {}

func failingFiles(s assets.Store) assets.Store           { return s }
func failingCatalog(s catalog.Store) catalog.Store       { return s }
func failingPurchases(s purchases.Store) purchases.Store { return s }
func failingReceipts(s receipt.Store) receipt.Store      { return s }
