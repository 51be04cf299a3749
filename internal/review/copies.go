package review

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"weaktie/internal/flip"
	"weaktie/internal/person"
	"weaktie/internal/post"
	"weaktie/internal/store"
)

// copies remembers the fingerprints of recent messages, to see when many
// people send nearly the same words. It is read from the store once and grows
// with what is judged.
type copies struct {
	mu    sync.Mutex
	read  bool
	marks []fingerprint
}

type fingerprint struct {
	hash uint64
	from person.Handle
	at   time.Time
}

const (
	copiesSpan = 30 * 24 * time.Hour
	copiesMost = 5000 // fingerprints kept: a scan of them takes microseconds
	// Shorter texts are alike by chance: "thank you!" comes from everybody.
	copyLeast = 40
)

// senders is how many people sent nearly this text within the span around it,
// its own sender included; 0 when nobody else did.
func (r *Review) senders(ctx context.Context, p post.Post) (int, error) {
	text := p.Text().String()
	if len(text) < copyLeast {
		return 0, nil
	}
	c := &r.copies
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.read {
		items, err := r.Store.Posts(ctx, store.Query{Messages: true, Since: r.Now().Add(-copiesSpan), Limit: copiesMost})
		if err != nil {
			return 0, fmt.Errorf("read messages: %w", err)
		}
		for _, it := range slices.Backward(items) { // oldest first: they are the first to go
			if words := it.Post.Text().String(); len(words) >= copyLeast {
				c.marks = append(c.marks, fingerprint{flip.Simhash(words), it.Post.Author.Handle, it.Post.Time})
			}
		}
		c.read = true
	}
	mark := fingerprint{flip.Simhash(text), p.Author.Handle, p.Time}
	others := map[person.Handle]bool{}
	known := false
	for _, m := range c.marks {
		if age := p.Time.Sub(m.at).Abs(); age > copiesSpan || !flip.Near(m.hash, mark.hash) {
			continue
		}
		if m.from != p.Author.Handle {
			others[m.from] = true
		} else if m.at.Equal(p.Time) {
			known = true
		}
	}
	if !known {
		if c.marks = append(c.marks, mark); len(c.marks) > copiesMost {
			c.marks = c.marks[len(c.marks)-copiesMost:]
		}
	}
	if len(others) == 0 {
		return 0, nil
	}
	return len(others) + 1, nil
}
