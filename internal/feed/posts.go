package feed

import (
	"time"

	"weaktie/internal/post"
)

// Posts makes posts of the items, with identity and time settled; seen is now.
func (f *Feed) Posts(source string, seen time.Time) []post.Post { return nil }
