package review

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"weaktie/internal/clean"
	"weaktie/internal/link"
	"weaktie/internal/rank"
	"weaktie/internal/store"
)

// foldVariants reads what is kept of the shared links and finds those that are
// one article: stands names, for each key that is folded, the one it stands
// with.
func (b *board) foldVariants(shares []store.Share) (stands map[string]string, err error) {
	keys := map[string]bool{}
	for _, s := range shares {
		keys[s.Link] = true
	}
	sorted := slices.Sorted(maps.Keys(keys))
	if b.kept, err = b.r.Store.Links(sorted); err != nil {
		return nil, fmt.Errorf("read links: %w", err)
	}
	titled := make([]rank.Titled, 0, len(sorted))
	for _, key := range sorted {
		if l := b.kept[key]; l.Title != "" {
			titled = append(titled, rank.Titled{Key: key, Title: l.Title, Host: link.Host(key), Time: l.First})
		}
	}
	stands, b.same = map[string]string{}, map[string][]string{}
	for _, group := range rank.Variants(titled) {
		first := titled[group[0]].Key
		for _, i := range group[1:] {
			stands[titled[i].Key] = first
			b.same[first] = append(b.same[first], titled[i].Key)
		}
	}
	return stands, nil
}

// variants are the other addresses of an article.
func (b *board) variants(key string) []Variant {
	var out []Variant
	for _, k := range b.same[key] {
		l := b.kept[k]
		out = append(out, Variant{Key: k, Open: l.Open, Host: link.Host(k), Title: clean.Line(l.Title)})
	}
	return out
}

// status is what was decided about an article under any of its addresses.
func (b *board) status(key string) Status {
	all := slices.Clone(b.known.links[key])
	for _, k := range b.same[key] {
		all = append(all, b.known.links[k]...)
	}
	slices.SortFunc(all, func(x, y store.Decision) int { return cmp.Compare(x.Seq, y.Seq) })
	return statusOf(all, b.known.at)
}

// articles is what is known of the pages: their titles.
func (b *board) articles() map[string]rank.Article {
	out := make(map[string]rank.Article, len(b.kept))
	for key, l := range b.kept {
		if l.Title != "" {
			out[key] = rank.Article{Title: l.Title}
		}
	}
	return out
}
