package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"weaktie/internal/archive"
	"weaktie/internal/clean"
	"weaktie/internal/config"
	"weaktie/internal/post"
	"weaktie/internal/source"
	"weaktie/internal/store"
)

func (a *app) cmdImport() *cobra.Command {
	var asPosts bool
	c := &cobra.Command{
		Use:   "import FILE|-",
		Short: "bring your own: OPML, a newsboat urls file, or posts as lines of JSON (--jsonl)",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			body, err := a.slurp(args[0])
			if err != nil {
				return exit{exitUsage, err}
			}
			return a.with(cmd.Context(), func(w *world) error {
				if asPosts {
					return a.importPosts(cmd.Context(), w, body, filepath.Base(args[0]))
				}
				sentence, bad, err := w.importSources(body, args[0])
				if err != nil {
					return err
				}
				a.reportBad(args[0], bad)
				a.say("%s", sentence)
				return nil
			})
		},
	}
	c.Flags().BoolVar(&asPosts, "jsonl", false, "posts, an object a line")
	return c
}

// maxImport bounds what is read into memory at once.
const maxImport = 512 << 20

// slurp reads a named file, or standard input for "-"; what came from standard
// input goes along when another weaktie carries the command out.
func (a *app) slurp(name string) ([]byte, error) {
	if name == "-" {
		body, err := io.ReadAll(io.LimitReader(a.in, maxImport+1))
		a.slurped = body
		return checkSize(body, "standard input", err)
	}
	f, err := os.Open(a.path(name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	body, err := io.ReadAll(io.LimitReader(f, maxImport+1))
	return checkSize(body, name, err)
}

func checkSize(body []byte, name string, err error) ([]byte, error) {
	if err == nil && len(body) > maxImport {
		err = fmt.Errorf("%s is larger than %d MiB; split it", name, maxImport>>20)
	}
	return body, err
}

// badShown is how many bad entries are named before they are only counted.
const badShown = 10

func (a *app) reportBad(name string, bad []archive.Bad) {
	for i, b := range bad {
		if i == badShown {
			a.note("… and %d more", len(bad)-badShown)
			return
		}
		a.note("%s: line %d: %s", clean.Line(name), b.Line, clean.Line(b.Msg))
	}
}

// importBatch is how many posts one transaction takes: enough to be quick,
// few enough to keep a page split cheap.
const importBatch = 2000

func (a *app) importPosts(ctx context.Context, w *world, body []byte, name string) error {
	var batch []store.Item
	read, added := 0, 0
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		got, err := w.store.Add(store.Batch{Source: batch[0].Post.Source, Items: batch})
		added += len(got.New)
		batch = batch[:0]
		return err
	}
	bad, err := archive.Posts(bytes.NewReader(body), name, a.now(), func(p post.Post) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		read++
		v, err := w.review.JudgePost(ctx, p, batch)
		if err != nil {
			return err
		}
		batch = append(batch, store.Item{Post: p, Verdict: v})
		if len(batch) < importBatch {
			return nil
		}
		return flush()
	})
	if err := errors.Join(err, flush()); err != nil {
		return fmt.Errorf("import %s: %w", clean.Line(name), err)
	}
	w.review.Refresh()
	a.reportBad(name, bad)
	a.say("%s read, %d new", plural(read, "post"), added)
	if read == 0 && len(bad) > 0 {
		return exit{exitUsage, nil}
	}
	return nil
}

// importSources adds the sources of an OPML or urls file.
func (w *world) importSources(body []byte, name string) (string, []archive.Bad, error) {
	refs, bad, err := readSources(body, name)
	if err != nil {
		return "", bad, exit{exitUsage, err}
	}
	list := make([]config.Source, len(refs))
	for i, r := range refs {
		list[i] = config.Source{URL: r.URL, Title: r.Title, Tags: r.Tags}
	}
	added, err := config.AddSources(w.dirs.Config, list)
	if err != nil {
		return "", bad, fmt.Errorf("write the sources file: %w", err)
	}
	return fmt.Sprintf("%s in the file, %d new", plural(len(refs), "source"), added), bad, nil
}

func readSources(body []byte, name string) ([]source.Ref, []archive.Bad, error) {
	if bytes.Contains(body[:min(len(body), 4096)], []byte("<opml")) || strings.HasSuffix(strings.ToLower(name), ".opml") {
		return archive.OPML(bytes.NewReader(body))
	}
	list, problems := config.ParseSources(name, body)
	refs := make([]source.Ref, len(list))
	for i, s := range list {
		refs[i] = source.Ref{URL: s.URL, Title: s.Title, Tags: s.Tags}
	}
	bad := make([]archive.Bad, len(problems))
	for i, p := range problems {
		bad[i] = archive.Bad{Line: p.Line, Msg: p.Msg}
	}
	if len(refs) == 0 {
		return nil, bad, fmt.Errorf("%s holds no source: it is neither OPML nor a newsboat urls file", clean.Line(name))
	}
	return refs, bad, nil
}

func (a *app) cmdExport() *cobra.Command {
	return &cobra.Command{
		Use:   "export",
		Short: "the sources as OPML",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd.Context(), func(w *world) error {
				list, err := w.review.SourceList(cmd.Context())
				if err != nil {
					return err
				}
				refs := make([]source.Ref, len(list))
				for i, s := range list {
					refs[i] = s.Ref
					refs[i].Title = s.Title.String()
				}
				return archive.WriteOPML(a.out, "weaktie", refs)
			})
		},
	}
}
