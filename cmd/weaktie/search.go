package main

import (
	"context"
	"strings"

	"weaktie/internal/clean"
	"weaktie/internal/review"
	"weaktie/internal/store"
)

// joinQuery makes one query of the shell's words: a word with spaces in it was
// quoted there.
func joinQuery(args []string) string {
	out := make([]string, len(args))
	for i, s := range args {
		if strings.Contains(s, " ") && !strings.Contains(s, `"`) && len(args) > 1 {
			s = `"` + s + `"`
		}
		out[i] = s
	}
	return strings.Join(out, " ")
}

type entryLine struct {
	postLine
	verdictLine
	Decision string `json:"decision,omitempty"`
}

// search prints what a query finds, newest first, page by page.
func (a *app) search(ctx context.Context, w *world, query string, limit int, asJSON bool) error {
	out := newLines(a.out)
	t := a.table("WHEN", "FROM", "SOURCE", "TEXT")
	found := 0
	var next store.Cursor
	for found < limit {
		page, more, err := w.review.Stream(ctx, review.StreamQuery{Query: query, Before: next, Limit: limit - found})
		if err != nil {
			return err
		}
		found += len(page)
		for _, e := range page {
			if !asJSON {
				t.add(ago(a.now(), e.Post.Time), clean.Cut(string(e.Post.Author.Handle), 28), clean.Cut(e.Source.String(), 24), e.Post.Headline().String())
				continue
			}
			if err := out.put(entryLine{postJSON(e.Post), verdictJSON(e.Verdict), e.Status.Word()}); err != nil {
				return err
			}
		}
		if next = more; next == (store.Cursor{}) {
			break
		}
	}
	if asJSON {
		return nil
	}
	if found == 0 {
		a.note("nothing found")
		return exit{exitNo, nil}
	}
	t.print()
	return nil
}
