package translation

import (
	"context"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// Sample is a message as a reader would meet it.
type Sample struct {
	Count string // that chose the form; "" for messages that have none
	Text  string // arguments stand between U+2068 and U+2069, as clients put them in
}

// samplesEach is how many numbers show what a form says.
const samplesEach = 2

// Preview renders texts that a translator is writing, as they would be delivered: once, or with numbers that choose each
// form. Arguments have their names for values, or an example of what the project declares them to be. Texts that cannot
// be rendered give nothing: [Service.Check] says why.
func (s *Service) Preview(ctx context.Context, part Part, forms Forms) ([]Sample, error) {
	t, err := s.tableOf(ctx, part)
	if err != nil {
		return nil, err
	}
	before, err := t.message(part)
	if err != nil {
		return nil, err
	}
	m := before.with(forms)
	if _, err = m.Patterns(); err != nil || m.Forms[message.Other] == "" {
		return nil, nil
	}
	p, err := i18n.NewProject(i18n.Content{
		Name: part.Project, Source: t.locale, Messages: map[i18n.Locale][]*i18n.Message{t.locale: {m}}, Settings: t.project.Settings(),
	})
	if err != nil {
		return nil, nil
	}
	var all []Sample
	for _, count := range t.counts(m) {
		request := i18n.Request{ID: m.ID, Args: examples(m, t.project.Settings().Kinds(m.ID)), Isolate: true}
		if count != "" {
			request.Count = count
		}
		all = append(all, Sample{count, p.Localize(t.locale, request).Text})
	}
	return all, nil
}

// counts are numbers that choose each form that a message has; "" alone where it has no count.
func (t *table) counts(m *i18n.Message) []string {
	if !m.Plural() {
		return []string{""}
	}
	var all []string
	for _, c := range t.rules.Categories() {
		if m.Forms[c] != "" {
			samples := t.rules.Samples(c)
			all = append(all, samples[:min(samplesEach, len(samples))]...)
		}
	}
	return all
}

// examples are values for the arguments of a message.
func examples(m *i18n.Message, kinds map[string]message.Kind) map[string]any {
	values := map[string]any{}
	for _, name := range m.Variables() {
		switch example, typed := example[kinds[name]]; {
		case message.IsCount(name) && m.Plural(): // is the number that chose the form
		case typed:
			values[name] = example
		default:
			values[name] = name
		}
	}
	return values
}

// example is a value of each kind.
var example = map[message.Kind]any{
	message.Number: 1234.5, message.Percent: 0.125, message.Price: map[string]any{"amount": 123400, "currency": "USD"},
	message.Date: day, message.DateFull: day, message.DateLong: day, message.DateShort: day,
	message.Time: moment, message.Moment: moment, message.MomentFull: moment, message.MomentLong: moment, message.MomentShort: moment,
	message.List: []string{"A", "B", "C"}, message.Choice: []string{"A", "B", "C"},
}

const (
	day    = "2026-03-02"
	moment = "2026-03-02T18:05:00Z"
)
