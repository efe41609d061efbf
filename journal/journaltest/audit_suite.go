package journaltest

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/journal"
)

// auditIsOneChain lets many write at once: every entry is in the one chain, which holds.
func auditIsOneChain(t *testing.T, s journal.Store) {
	const writers, each = 8, 6
	var writing sync.WaitGroup
	for w := range writers {
		writing.Go(func() {
			for n := range each {
				entry := journal.NewAuditEntry(journal.Origin{Actor: "acc_" + strconv.Itoa(w)}, "order.refund", strconv.Itoa(n), nil, n, at)
				if err := s.Append(t.Context(), journal.Record{Audit: []journal.AuditEntry{entry}}); err != nil {
					t.Error("Append:", err)
				}
			}
		})
	}
	writing.Wait()
	head, err := s.AuditHead(t.Context())
	if err != nil || head.Sequence != writers*each {
		t.Fatalf("head %v, %v", head, err)
	}
	verdict, err := journal.Verify(t.Context(), s, &head)
	if err != nil || !verdict.Intact() || verdict.Entries != writers*each || verdict.Head != head {
		t.Errorf("%+v, %v", verdict, err)
	}
}

func auditIsFound(t *testing.T, s journal.Store) {
	for n, words := range [][3]string{{"acc_1", "key.issue", "key_1"}, {"acc_2", "key.revoke", "key_1"}, {"acc_1", "keyring.open", "x"}} {
		by := journal.Origin{Actor: words[0]}
		entry := journal.NewAuditEntry(by, words[1], words[2], nil, nil, at.Add(time.Duration(n)*time.Hour))
		appendAll(t, s, journal.Record{Audit: []journal.AuditEntry{entry}})
	}
	for name, trial := range map[string]struct {
		query journal.AuditQuery
		want  []int64
	}{
		"all":     {journal.AuditQuery{}, []int64{3, 2, 1}},
		"before":  {journal.AuditQuery{Before: 3}, []int64{2, 1}},
		"actor":   {journal.AuditQuery{Actor: "acc_1"}, []int64{3, 1}},
		"action":  {journal.AuditQuery{Action: "key.issue"}, []int64{1}},
		"kind":    {journal.AuditQuery{Action: "key."}, []int64{2, 1}},
		"subject": {journal.AuditQuery{Subject: "key_1"}, []int64{2, 1}},
		"from":    {journal.AuditQuery{From: at.Add(time.Hour)}, []int64{3, 2}},
		"until":   {journal.AuditQuery{Until: at.Add(time.Hour)}, []int64{1}},
		"none":    {journal.AuditQuery{Actor: "acc_1", Subject: "y"}, nil},
	} {
		found, err := s.FindAudit(t.Context(), trial.query, 10)
		var got []int64
		for _, a := range found {
			got = append(got, a.Sequence)
		}
		if diff := cmp.Diff(trial.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got): %s", name, err, diff)
		}
	}
}
