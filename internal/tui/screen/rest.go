package screen

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// resting asks for more about a row once the cursor rests on it: on the way
// down a list nobody reads it.
type resting struct{ restingOn string }

// rested says that the cursor came to rest on a row.
type rested struct{ key string }

const restFor = 150 * time.Millisecond

// restOn has rested come a moment later; "" asks for nothing.
func (r *resting) restOn(d *Desk, key string) tea.Cmd {
	if key == r.restingOn {
		return nil
	}
	r.restingOn = key
	if key == "" || d.App.After == nil {
		return nil
	}
	return d.App.After(restFor, func(time.Time) tea.Msg { return rested{key} })
}
