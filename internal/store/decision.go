package store

import (
	"time"

	"weaktie/internal/clean"
)

// Action is what the curator did.
type Action string

// The actions. Marked carries its value ("flip", "not-flip", "social",
// "market"); Snoozed its time in Until; Noted its text in Value; Credited and
// Answered are for the reciprocity ledger.
const (
	Saved     Action = "saved"
	Reshared  Action = "reshared"
	Dismissed Action = "dismissed"
	Muted     Action = "muted"
	Marked    Action = "marked"
	Snoozed   Action = "snoozed"
	Noted     Action = "noted"
	Credited  Action = "credited"
	Answered  Action = "answered"
	Joined    Action = "joined"  // a person is the same as the one in Value
	Cleared   Action = "cleared" // back to undecided
)

// What a decision can be about.
const (
	AboutLink   = "link"   // Key is the grouping key
	AboutPost   = "post"   // Key is the post's GUID and source
	AboutPerson = "person" // Key is the handle
)

// Subject is what a decision is about.
type Subject struct{ About, Key string }

// Decision is one entry of the journal. Undoing appends an entry that names
// the one undone; nothing is ever removed.
type Decision struct {
	Seq     uint64
	Time    time.Time
	Subject Subject
	Action  Action
	Value   string
	Until   time.Time
	Label   string // the subject in words, for the journal and the notice line
	Group   uint64 // Seq of the first entry made in the same call; one Undo takes back all of them
	Undoes  uint64 // Seq of the entry this one takes back
	Redoes  uint64 // Seq of the undo this one takes back
	Undone  bool   // taken back now; Journal says so, nothing stores it
}

func newDecisionRecord(d Decision) decisionRecord {
	return decisionRecord{
		Time: nanos(d.Time), About: d.Subject.About, Key: d.Subject.Key, Action: string(d.Action),
		Value: d.Value, Until: nanos(d.Until), Label: d.Label, Group: d.Group, Undoes: d.Undoes, Redoes: d.Redoes,
	}
}

func (r *decisionRecord) decision(seq uint64) Decision {
	return Decision{
		Seq: seq, Time: at(r.Time), Subject: Subject{r.About, r.Key}, Action: Action(r.Action),
		Value: clean.Body(r.Value).String(), Until: at(r.Until), Label: clean.Line(r.Label).String(),
		Group: r.Group, Undoes: r.Undoes, Redoes: r.Redoes,
	}
}

// decided looks up one entry of the journal.
func (t *txn) decided(seq uint64) (Decision, bool) {
	var r decisionRecord
	if !t.get(bJournal, key64(seq), &r) {
		return Decision{}, false
	}
	return r.decision(seq), true
}
