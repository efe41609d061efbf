// Package i18n is the words of the store and of the chat apps that it serves: which locale a reader gets,
// which text stands in for a missing one, and immutable bundles of messages that are swapped whole.
//
// Words come from files of go-i18n's format, locales/<project>/active.<tag>.{toml,json,yaml}, in layers: an
// operator's directory over the program's own. A [Reloader] reads and watches them and holds the [Bundle] of
// the moment; a [Project] of it renders texts and gives files to clients. The words of packs are kept by a
// [Store] instead.
//
// The rules of negotiation and fallback are ours, made of BCP 47, RFC 4647's look-up and CLDR's parent
// locales; go-i18n parses files, chooses plural forms and runs templates.
package i18n
