package source

import (
	"context"

	"weaktie/internal/feed"
)

// Fetch gets the bytes of a feed as a source would, for looking at; nothing is
// remembered. The error is an *Error.
func (c *Client) Fetch(ctx context.Context, address string) ([]byte, feed.Hints, error) {
	r, err := c.fetch(ctx, ask{url: address, accept: acceptFeed})
	if err != nil {
		return nil, feed.Hints{}, err
	}
	return r.body, feed.Hints{
		URL: r.url.String(), ContentType: r.header.Get("Content-Type"), ContentLocation: r.header.Get("Content-Location"),
	}, nil
}
