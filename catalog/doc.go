// Package catalog says what is on sale, where and when.
//
// Writing and reading are two halves that meet in one value:
//
//   - A [Service] holds the rules for those who make packs: a [Draft] is edited, frozen into a
//     numbered [Release], and published. A [Store] keeps what the service decides; every [Change]
//     commits whole, with its audit entry and its event. Package catalogtest has the suite that all
//     stores pass, and a fake that passes it too.
//   - Publishing writes a [Published] value for the pack. A [Publisher] watches the catalog's
//     sequence, lets [Build] make the next [Snapshot] from the one before and what changed, and
//     swaps it in. Reading asks a [Snapshot] and nothing else: no database, no clock.
//
// A [Storefront] is the catalog seen from one region in one locale. Summaries live in the snapshot;
// pictures and words of a pack's stickers are an immutable asset, which [Details] reads.
package catalog
