package accounts

import (
	"context"
	"slices"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// ErrTopicUnknown: there are no letters about that. Facts: topic, known.
var ErrTopicUnknown = fault.Define(fault.Invalid, "topic-unknown")

// Topic is what letters are about that a person can do without. Those that let one in are about none.
type Topic string

// The topics.
const (
	TopicQueue     Topic = "queue"     // packs that wait for a reviewer
	TopicDecisions Topic = "decisions" // what reviewers made of one's packs
	TopicSales     Topic = "sales"     // one's packs go on sale, are stopped or taken down
	TopicWords     Topic = "words"     // work on words that one gets or gave
)

// Topics returns every topic.
func Topics() []Topic { return []Topic{TopicQueue, TopicDecisions, TopicSales, TopicWords} }

// Hears reports whether letters about a topic go to the account.
func (a Account) Hears(topic Topic) bool {
	return a.DisabledAt == nil && !slices.Contains(a.Muted, topic)
}

// Mute records which topics an account wants no letters about. Errors: ErrTopicUnknown,
// ErrAccountDisabled.
func (s *Service) Mute(ctx context.Context, by journal.Origin, id string, muted []Topic) error {
	for _, topic := range muted {
		if !slices.Contains(Topics(), topic) {
			return ErrTopicUnknown.With("topic", topic, "known", Topics())
		}
	}
	record := s.record(by, "account.mute", id, map[string]any{"muted": muted})
	return s.changeOpen(ctx, id, record, func(a *Account) { a.Muted = muted })
}

// WithRole returns the accounts that may come in and have a role, by email. It is for the program itself:
// it asks nobody for a right.
func (s *Service) WithRole(ctx context.Context, role Role) ([]Account, error) {
	return s.store.WithRole(ctx, role)
}
