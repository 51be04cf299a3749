package rank

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"weaktie/internal/person"
)

// Favour is something that passed between the curator and a person.
type Favour string

// The favours, each way.
const (
	TheyWrote    Favour = "they wrote"
	IAnswered    Favour = "i answered"
	ITookTheirs  Favour = "i reshared" // a link they surfaced
	ICredited    Favour = "i credited" // named them when resharing, or thanked them
	TheyTookMine Favour = "they reshared"
)

// Exchange is one favour.
type Exchange struct {
	Person person.Handle
	What   Favour
	Time   time.Time
	About  string // the link or message; for the sentence
}

// Account is the reciprocity ledger with one person.
type Account struct {
	Person     person.Handle
	Taken      int // their links that the curator reshared
	Credited   int
	TheyTook   int
	Unanswered int // what they wrote since the last answer
	Last       time.Time
	Owed       float64 // how much the curator is behind; 0 is even
	Sentence   string  // what to do about it; "" when even
}

// What being behind weighs. A message without an answer weighs most: somebody
// waits. Thanks for passing mine on is a courtesy.
const (
	owedAnswer = 1.5
	owedCredit = 1.0
	owedThanks = 0.5
	// owedHalfLife forgets slowly: after a month a debt is half as pressing.
	owedHalfLife = 30 * 24 * time.Hour
)

// Ledger answers whom to thank today: accounts with people the curator is
// behind with, most pressing first, then the even ones by their last exchange.
// What was credited settles what was taken before it, and an answer everything
// that was written before it.
func Ledger(exchanges []Exchange, now time.Time) []Account {
	by := map[person.Handle][]Exchange{}
	for _, e := range exchanges {
		if !e.Time.After(now) {
			by[e.Person] = append(by[e.Person], e)
		}
	}
	out := make([]Account, 0, len(by))
	for who, es := range by {
		out = append(out, account(who, es, now))
	}
	slices.SortFunc(out, func(a, b Account) int {
		return cmp.Or(cmp.Compare(b.Owed, a.Owed), b.Last.Compare(a.Last), cmp.Compare(a.Person, b.Person))
	})
	return out
}

// settles is 1 for what closes a debt: of two favours at one time it comes
// second, so that a credit given with a reshare is for that reshare.
func settles(f Favour) int {
	if f == IAnswered || f == ICredited {
		return 1
	}
	return 0
}

func account(who person.Handle, es []Exchange, now time.Time) Account {
	slices.SortFunc(es, func(a, b Exchange) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(settles(a.What), settles(b.What)), cmp.Compare(a.What, b.What), strings.Compare(a.About, b.About))
	})
	a := Account{Person: who, Last: es[len(es)-1].Time}
	var letters, takes, passes []Exchange // open, oldest first
	for _, e := range es {
		switch e.What {
		case TheyWrote:
			letters = append(letters, e)
		case IAnswered:
			letters, passes = nil, nil
		case ITookTheirs:
			a.Taken++
			takes = append(takes, e)
		case ICredited:
			a.Credited++
			takes, passes = nil, nil
		case TheyTookMine:
			a.TheyTook++
			passes = append(passes, e)
		}
	}
	a.Unanswered = len(letters)
	owed := func(open []Exchange, weight float64) float64 {
		sum := 0.0
		for _, e := range open {
			sum += weight * decay(now.Sub(e.Time), owedHalfLife)
		}
		return sum
	}
	a.Owed = round(owed(letters, owedAnswer) + owed(takes, owedCredit) + owed(passes, owedThanks))
	a.Sentence = advice(who, letters, takes, passes)
	return a
}

// advice is one sentence on what is open.
func advice(who person.Handle, letters, takes, passes []Exchange) string {
	var parts []string
	if n := len(letters); n > 0 {
		parts = append(parts, fmt.Sprintf("answer %s: wrote %s since %s", who, times(n), letters[0].Time.Format("2 January")))
	}
	if n := len(takes); n > 0 {
		parts = append(parts, fmt.Sprintf("credit %s: you reshared %s from them, last %s", who, links(n), takes[n-1].About))
	}
	if n := len(passes); n > 0 {
		parts = append(parts, fmt.Sprintf("thank %s: passed yours on %s", who, times(n)))
	}
	return strings.Join(parts, "; ")
}

func links(n int) string {
	if n == 1 {
		return "a link"
	}
	return fmt.Sprintf("%d links", n)
}
