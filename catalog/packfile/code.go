package packfile

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// kind is what is known of a code: how bad it is, and what to say about it. {measured} and {limit}
// stand for the finding's own. What package report finds is worded in the bundle alone.
type kind struct {
	severity Severity
	message  string
	fix      string
}

// kinds is the one table of findings.
var kinds = map[string]kind{
	"file-too-large":      {Error, "The file has {measured} bytes; {limit} are taken.", "Shorten it."},
	"yaml-syntax":         {Error, "This is not YAML: {measured}.", "Correct the line."},
	"json-syntax":         {Error, "This is not JSON: {measured}.", "Correct it."},
	"alias-forbidden":     {Error, "Anchors and aliases are not taken.", "Write the value out."},
	"field-unknown":       {Error, "There is no field {measured}.", "Remove it, or correct its name; known are: {limit}."},
	"field-duplicate":     {Error, "The field {measured} stands here twice.", "Keep one."},
	"field-type":          {Error, "A {limit} belongs here, not a {measured}.", "Write a {limit}; put text that looks like a number into quotes."},
	"field-required":      {Error, "{measured} is missing.", "Add it."},
	"slug-malformed":      {Error, "The slug {measured} cannot be part of an address.", "Use {limit}."},
	"creator-malformed":   {Error, "{measured} is no creator.", "Use a creator's slug: {limit}."},
	"usage-unknown":       {Error, "There is no usage {measured}.", "Use one of: {limit}."},
	"locale-malformed":    {Error, "{measured} is no language tag.", "Use a BCP 47 tag such as ko, pt-BR or zh-Hant."},
	"locale-duplicate":    {Error, "{measured} says the same language again.", "Keep one."},
	"text-too-long":       {Error, "The text has {measured} characters; {limit} are taken.", "Shorten it."},
	"text-control":        {Error, "The text holds the control character {measured}.", "Remove it."},
	"text-empty":          {Error, "The text is empty.", "Write it, or remove the line."},
	"tag-malformed":       {Error, "{measured} is no tag.", "Use {limit}."},
	"tag-duplicate":       {Error, "The tag {measured} stands here twice.", "Keep one."},
	"too-many":            {Error, "There are {measured}; {limit} are taken.", "Remove some."},
	"shortcode-malformed": {Error, "{measured} is no shortcode.", "Use {limit}."},
	"shortcode-duplicate": {Error, "Another sticker has the shortcode {measured}.", "Give each its own."},
	"sticker-id":          {Error, "{measured} is no id of a sticker.", "Leave it out: ids are given."},
	"emoji-missing":       {Error, "The sticker stands for no emoji.", "Name one to {limit} that it could replace."},
	"emoji-malformed":     {Error, "{measured} is not one emoji.", "Write each emoji as an entry of its own."},
	"emoji-duplicate":     {Error, "The emoji {measured} stands here twice.", "Keep one."},
	"file-name":           {Error, "{measured} is no plain file name.", "Put the image beside pack.yaml and write its name alone."},
	"digest-malformed":    {Error, "{measured} is no SHA-256.", "Use 64 lower-case hexadecimal digits."},
	"picture-missing":     {Error, "The sticker has no picture.", "Upload one, or remove the sticker."},
	"stickers-missing":    {Error, "The pack has no stickers.", "Add at least one."},
	"title-missing":       {Error, "The title is missing in the pack's source locale, {measured}.", "Add it."},
	"alt-missing":         {Warn, "Nothing tells those who cannot see it what the sticker shows.", "Add an alt text in {measured}."},
	"keywords-missing":    {Info, "The sticker is found by its emoji alone.", "Add keywords in {measured}."},
	"description-missing": {Info, "The pack has no description in {measured}.", "Add one."},
	"region-unknown":      {Error, "{measured} is no region.", "Use an ISO 3166-1 code such as KR, or 001 for the world."},
	"region-duplicate":    {Error, "The region {measured} stands here twice.", "Keep one."},
	"offers-overlap":      {Error, "In {measured} two offers hold at the same time.", "Let one end before the other begins."},
	"price-amount":        {Error, "{measured} is no price.", "Use minor units from 1 to {limit}; leave the price out when it is free."},
	"currency-unknown":    {Error, "{measured} is no currency.", "Use an ISO 4217 code such as KRW."},
	"time-malformed":      {Error, "{measured} is no moment.", "Write 2026-09-20T00:00:00+09:00."},
	"window-empty":        {Error, "The offer ends before it begins.", "Let until be later than from."},
	"words-unknown":       {Error, "An offer cannot want words to be {measured}.", "Use one of: {limit}."},
	"audience-unknown":    {Error, "There is no audience {measured}.", "Use one of: {limit}."},
	"offers-missing":      {Info, "The pack is offered nowhere yet.", "Add offers, or let an operator set them."},
	"offers-left-out":     {Info, "The offers were left out: operators set them.", "Ask an operator."},
	"file-missing":        {Error, "There is no file {measured}.", "Add it, or correct its name."},
	"file-unused":         {Warn, "No sticker uses this image.", "Add a sticker, or remove the file."},
	"extension-wrong":     {Warn, "The file is a {measured}, its name says {limit}.", "Rename it."},
	"image-invalid":       {Error, "The image cannot be read.", "Save it anew as PNG, APNG, GIF, JPEG or WebP."},
	"metadata-dropped":    {Info, "Metadata will be dropped: {measured}.", "Nothing to do."},
	"image-shrunk":        {Info, "The picture is {measured} px large and will be shrunk to {limit}.", "Nothing to do."},
	"platform-kind":       {Info, "", ""},
	"platform-ready":      {Info, "", ""},
	"platform-count":      {Warn, "", ""},
	"platform-mixed":      {Warn, "", ""},
	"platform-title":      {Warn, "", ""},
	"platform-text":       {Warn, "", ""},
	"platform-emoji":      {Warn, "", ""},
	"platform-alt":        {Warn, "", ""},
	"platform-keywords":   {Warn, "", ""},
	"platform-shortcode":  {Warn, "", ""},
	"export-encoder":      {Warn, "", ""},
	"export-bytes":        {Warn, "", ""},
	"export-frames":       {Warn, "", ""},
	"export-duration":     {Warn, "", ""},
	"export-cost":         {Warn, "", ""},
	"export-still":        {Warn, "", ""},
	"pass-colours":        {Info, "", ""},
	"pass-lossy":          {Info, "", ""},
	"pass-frames":         {Info, "", ""},
	"pass-faster":         {Info, "", ""},
	"pass-smaller":        {Info, "", ""},
	"pass-enlarged":       {Info, "", ""},
	"pass-padded":         {Info, "", ""},
	"picture-empty":       {Warn, "", ""},
	"picture-faint":       {Warn, "", ""},
	"first-frame-partial": {Warn, "", ""},
	"flashing":            {Warn, "", ""},
	"duplicate-in-pack":   {Warn, "", ""},
	"duplicate-in-store":  {Warn, "", ""},
	"duplicate-hidden":    {Warn, "", ""},
	"says-untranslated":   {Warn, "The sticker says something, but has no picture in {measured}.", "Add a picture in that language."},
	"not-square":          {Info, "The picture is not square: {measured}.", "Draw on a square to fill the cell."},
	"layout-read":         {Info, "The pack was read in the layout of {measured}.", "Nothing to do."},
	"locale-assumed":      {Warn, "The pack does not say its language; {measured} was assumed.", "Say the language when you bring it in, or change it in the draft."},
	"locale-left-out":     {Warn, "{measured} is no language tag; what is said in it was left out.", "Add the text by hand."},
	"text-cleaned":        {Info, "Characters that cannot be shown were taken out of the text.", "Look whether it still reads well."},
	"text-shortened":      {Warn, "The text had {measured} characters and was cut to {limit}.", "Write a shorter one."},
	"shortcode-made":      {Info, "The sticker's name was made the shortcode {measured}.", "Change it if you know a better one."},
	"emoji-assumed":       {Warn, "The sticker names no emoji; {measured} stands there for now.", "Choose the emoji that it could replace."},
	"emoji-left-out":      {Warn, "{measured} was left out: a sticker stands for at most {limit} emoji, and for nothing else.", "Choose others, or leave it so."},
	"keyword-left-out":    {Warn, "The keyword {measured} was left out: a sticker has at most {limit}.", "Remove another one first."},
	"sticker-left-out":    {Error, "The sticker was left out: a pack has at most {limit}.", "Make a second pack of the others."},
	"icon-left-out":       {Info, "The pack's icon was left out: the store makes icons of the stickers.", "Nothing to do."},
	"packs-left-out":      {Warn, "There are {measured} packs in it; only the first was read.", "Bring the others in one by one."},
	"field-left-out":      {Info, "{measured} was left out: the layout has no place for it.", "Nothing to do."},
	"format-foreign":      {Warn, "The picture is a {measured}; the platform takes {limit}.", "Convert it before you hand it in there."},
}

// Codes returns every code that a finding of this package may have, besides those of faults of
// package assets, in order.
func Codes() []string { return slices.Sorted(maps.Keys(kinds)) }

// At is where a finding was made.
type At struct {
	File    string // pack.yaml, or an image
	Sticker string // shortcode
	Pointer string // JSON pointer into the pack

	Platform string // whose limits it is about; "" for Platform
}

// NewFinding returns a finding of a code that Codes has, without a measure.
func NewFinding(code string, at At) Finding { return finding(code, at, "", "") }

// Measured returns a finding of a code that Codes has, with what was measured and what the limit is.
func Measured(code string, at At, measured, limit string) Finding {
	return finding(code, at, shorten(measured), limit)
}

// finding returns a finding with what was measured and what the limit is.
func finding(code string, at At, measured, limit string) Finding {
	k := kinds[code]
	say := strings.NewReplacer("{measured}", measured, "{limit}", limit)
	return Finding{
		Code: code, Severity: k.severity, Platform: cmp.Or(at.Platform, Platform), File: at.File, Sticker: at.Sticker,
		Pointer: at.Pointer, Measured: measured, Limit: limit,
		Message: say.Replace(k.message), Fix: say.Replace(k.fix),
	}
}
