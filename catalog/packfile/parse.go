package packfile

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/i18n"
)

// Parse reads a pack.yaml strictly: unknown and doubled fields, values of a wrong kind and broken
// rules are findings, all of them at once, with line and column. With an error among them the File
// holds what could be read.
func Parse(data []byte) (File, []Finding) {
	f, findings, _ := parse(data)
	return f, findings
}

// parse does what Parse says, and keeps where each value stands.
func parse(data []byte) (File, []Finding, *decoder) {
	d := &decoder{places: map[string]place{}}
	if len(data) > MaxSize {
		return File{}, []Finding{tooLarge(len(data))}, d
	}
	root, syntax := yamlTree(data)
	if syntax != nil {
		return File{}, []Finding{*syntax}, d
	}
	f, findings := d.read(root)
	return f, findings, d
}

// Place gives findings on a draft their place in the pack.yaml that it was made of: a sticker's are where the
// file has the sticker of the same shortcode. What the file does not have keeps no place.
func Place(data []byte, findings []Finding) []Finding {
	f, _, d := parse(data)
	index := map[string]int{}
	for i, s := range f.Stickers {
		index[s.Shortcode] = i
	}
	placed := slices.Clone(findings)
	for i, finding := range placed {
		at, known := index[finding.Sticker]
		if finding.Sticker != "" && !known {
			continue
		}
		placed[i].File = Name
		if steps := strings.SplitN(finding.Pointer, "/", 4); known && len(steps) > 2 {
			steps[2] = strconv.Itoa(at)
			placed[i].Pointer = strings.Join(steps, "/")
		}
	}
	return d.placed(placed)
}

// ParseJSON reads the body of a request as Parse does a file; sha256 stands in place of file.
func ParseJSON(data []byte) (File, []Finding) {
	if len(data) > MaxSize {
		return File{}, []Finding{tooLarge(len(data))}
	}
	root, syntax := jsonTree(data)
	if syntax != nil {
		return File{}, []Finding{*syntax}
	}
	d := &decoder{api: true, places: map[string]place{}}
	return d.read(root)
}

func tooLarge(n int) Finding {
	return finding("file-too-large", At{File: Name}, strconv.Itoa(n), strconv.Itoa(MaxSize))
}

// read decodes a tree and checks what it says.
func (d *decoder) read(root *yaml.Node) (File, []Finding) {
	f := File{Usage: "sticker"}
	d.file(&f)(root, "")
	findings := ordered(append(d.findings, d.placed(d.unreported(Check(f)))...))
	return f, findings[:min(len(findings), maxFindings)]
}

// unreported drops findings of rules about values that were not even of the right kind.
func (d *decoder) unreported(findings []Finding) []Finding {
	reported := map[string]bool{}
	for _, f := range d.findings {
		reported[f.Pointer] = true
	}
	fresh := findings[:0]
	for _, f := range findings {
		if !reported[f.Pointer] {
			fresh = append(fresh, f)
		}
	}
	return fresh
}

// yamlTree parses one YAML document without expanding anything.
func yamlTree(data []byte) (*yaml.Node, *Finding) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document yaml.Node
	err := decoder.Decode(&document)
	if err == nil && len(document.Content) == 1 {
		var second yaml.Node
		if decoder.Decode(&second) == nil {
			err = errors.New("it has a second document")
		}
		if err == nil {
			return document.Content[0], nil
		}
	}
	reason := "it is empty"
	if err != nil && !errors.Is(err, io.EOF) {
		reason = err.Error()
	}
	syntax := finding("yaml-syntax", At{File: Name}, shorten(reason), "")
	syntax.Line, syntax.Col = yamlLine(reason), 1
	return nil, &syntax
}

// file reads the whole pack.
func (d *decoder) file(f *File) reader {
	return d.object(map[string]reader{
		"slug":          d.text(&f.Slug),
		"creator":       d.text(&f.Creator),
		"usage":         d.text(&f.Usage),
		"source_locale": d.locale(&f.SourceLocale),
		"title":         d.texts(&f.Title),
		"description":   d.texts(&f.Description),
		"tags":          d.strings(&f.Tags),
		"copyright":     d.text(&f.Copyright),
		"stickers": d.list(func(int) reader {
			f.Stickers = append(f.Stickers, Sticker{})
			return d.sticker(&f.Stickers[len(f.Stickers)-1])
		}),
		"offers": d.list(func(int) reader {
			f.Offers = append(f.Offers, Offer{})
			return d.offer(&f.Offers[len(f.Offers)-1])
		}),
	})
}

func (d *decoder) sticker(s *Sticker) reader {
	fields := map[string]reader{
		"shortcode": d.text(&s.Shortcode),
		"emoji":     d.strings(&s.Emoji),
		"says":      d.truth(&s.Says),
		"keywords":  d.keywords(s),
		"alt":       d.texts(&s.Alt),
		"images":    d.images(s),
	}
	if d.api {
		fields["id"] = d.text(&s.ID)
		fields["sha256"] = d.digest(&s.SHA256)
	} else {
		fields["file"] = d.text(&s.File)
	}
	return d.object(fields)
}

func (d *decoder) offer(o *Offer) reader {
	return d.object(map[string]reader{
		"regions":  d.strings(&o.Regions),
		"price":    d.price(&o.Price),
		"from":     d.moment(&o.From),
		"until":    d.moment(&o.Until),
		"audience": d.text(&o.Audience),
		"tier":     d.text(&o.Tier),
		"words":    d.text(&o.Words),

		"from_local":  d.text(&o.FromLocal),
		"until_local": d.text(&o.UntilLocal),
	})
}

func (d *decoder) price(into **Price) reader {
	return func(n *yaml.Node, pointer string) {
		if !d.usable(n, pointer) {
			return
		}
		p := &Price{}
		fields := map[string]reader{"amount": d.whole(&p.Amount), "currency": d.text(&p.Currency)}
		if d.api {
			ignored := ""
			fields["display"] = d.text(&ignored)
		}
		d.object(fields)(n, pointer)
		*into = p
	}
}

// moment reads a time with its offset from UTC.
func (d *decoder) moment(into **time.Time) reader {
	return func(n *yaml.Node, pointer string) {
		if !d.usable(n, pointer) {
			return
		}
		t, err := time.Parse(time.RFC3339, n.Value)
		if n.Kind != yaml.ScalarNode || err != nil || t.Year() < 2000 || t.Year() > 9000 {
			d.add("time-malformed", n, pointer, cmpOr(n.Value, kindOf(n)), "")
			return
		}
		t = t.UTC()
		*into = &t
	}
}

func (d *decoder) digest(into *assets.Digest) reader {
	return func(n *yaml.Node, pointer string) {
		text := ""
		d.text(&text)(n, pointer)
		*into = assets.Digest(text)
	}
}

// locale reads a language tag and makes it canonical; one that is malformed stays for Check.
func (d *decoder) locale(into *i18n.Locale) reader {
	return func(n *yaml.Node, pointer string) {
		text := ""
		d.text(&text)(n, pointer)
		*into = canonical(text)
	}
}

func canonical(tag string) i18n.Locale {
	locale, err := i18n.ParseLocale(tag)
	if err != nil {
		return i18n.Locale(tag)
	}
	return locale
}

// byLocale visits the entries of a mapping from language tags, each language once.
func (d *decoder) byLocale(n *yaml.Node, pointer string, visit func(l i18n.Locale, value *yaml.Node, at string)) {
	seen := map[i18n.Locale]bool{}
	d.pairs(n, pointer, func(key, value *yaml.Node, at string) {
		locale := canonical(key.Value)
		d.places[pointer+"/"+string(locale)] = place{key.Line, key.Column}
		if seen[locale] {
			d.add("locale-duplicate", key, at, key.Value, "")
			return
		}
		seen[locale] = true
		visit(locale, value, pointer+"/"+escape(string(locale)))
	})
}

// texts reads a text by locale.
func (d *decoder) texts(into *map[i18n.Locale]string) reader {
	return func(n *yaml.Node, pointer string) {
		texts := map[i18n.Locale]string{}
		d.byLocale(n, pointer, func(l i18n.Locale, value *yaml.Node, at string) {
			text := ""
			d.text(&text)(value, at)
			texts[l] = text
		})
		*into = texts
	}
}

func (d *decoder) keywords(s *Sticker) reader {
	return func(n *yaml.Node, pointer string) {
		s.Keywords = map[i18n.Locale][]string{}
		d.byLocale(n, pointer, func(l i18n.Locale, value *yaml.Node, at string) {
			var words []string
			d.strings(&words)(value, at)
			s.Keywords[l] = words
		})
	}
}

func (d *decoder) images(s *Sticker) reader {
	return func(n *yaml.Node, pointer string) {
		s.Images = map[i18n.Locale]Image{}
		d.byLocale(n, pointer, func(l i18n.Locale, value *yaml.Node, at string) {
			var image Image
			if d.api {
				d.digest(&image.SHA256)(value, at)
			} else {
				d.text(&image.File)(value, at)
			}
			s.Images[l] = image
		})
	}
}
