package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"weaktie/internal/clean"
	"weaktie/internal/feed"
	"weaktie/internal/source"
)

// maxFeed is the largest file inspect reads: the limit of a fetch.
const maxFeed = 16 << 20

type inspectIn struct {
	File            string `json:"file"`
	Base            string `json:"base"`
	ContentType     string `json:"content_type"`
	ContentLocation string `json:"content_location"`
}

type inspectLine struct {
	File        string        `json:"file"`
	Format      string        `json:"format"`
	Title       string        `json:"title"`
	Link        string        `json:"link"`
	Description string        `json:"description"`
	Items       []inspectItem `json:"items"`
	Damaged     string        `json:"damaged,omitempty"`
	Cut         int           `json:"cut,omitempty"`
	Err         string        `json:"err,omitempty"`
}

type inspectItem struct {
	Title      string   `json:"title"`
	Link       string   `json:"link"`
	ID         string   `json:"id"`
	Author     string   `json:"author"`
	Summary    string   `json:"summary"`
	Content    string   `json:"content"`
	Dates      []string `json:"dates"`
	Enclosures []string `json:"enclosures"`
	Links      []string `json:"links"`
}

func (a *app) cmdInspect() *cobra.Command {
	var asJSON bool
	var list string
	c := &cobra.Command{
		Use:   "inspect FILE|URL…",
		Short: "what a feed holds, without storing it",
		RunE: func(cmd *cobra.Command, args []string) error {
			if list == "" && len(args) == 0 {
				return usage("inspect needs a file, an address, or --list FILE")
			}
			inputs := make([]inspectIn, len(args))
			for i, f := range args {
				inputs[i] = inspectIn{File: f}
			}
			if list != "" {
				more, err := a.inspectList(list)
				if err != nil {
					return err
				}
				inputs = append(inputs, more...)
			}
			return a.inspectAll(cmd.Context(), inputs, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "jsonl", false, "an object a feed")
	c.Flags().StringVar(&list, "list", "", `a file with {"file","base"?,"content_type"?,"content_location"?} a line`)
	return c
}

func (a *app) inspectList(name string) ([]inspectIn, error) {
	f, err := os.Open(a.path(name))
	if err != nil {
		return nil, usage("open list: %w", err)
	}
	defer f.Close()
	var out []inspectIn
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		if len(bytes.TrimSpace(sc.Bytes())) == 0 {
			continue
		}
		var in inspectIn
		if err := json.Unmarshal(sc.Bytes(), &in); err != nil {
			return nil, usage("%s: line %d: %w", clean.Line(name), n, err)
		}
		out = append(out, in)
	}
	return out, sc.Err()
}

// path resolves a path against the folder the command was given in.
func (a *app) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(a.folder, name)
}

func (a *app) inspectAll(ctx context.Context, inputs []inspectIn, asJSON bool) error {
	w := bufio.NewWriter(a.out)
	out := newLines(w)
	failed := 0
	for _, in := range inputs {
		if err := ctx.Err(); err != nil {
			return err
		}
		line := a.inspect(ctx, in)
		if line.Err != "" {
			failed++
		}
		if asJSON {
			if err := out.put(line); err != nil {
				return err
			}
			continue
		}
		inspectText(w, line)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if failed == len(inputs) {
		return exit{exitNo, nil}
	}
	return nil
}

// inspect reads one feed. Whatever its bytes do, a line comes out.
func (a *app) inspect(ctx context.Context, in inspectIn) (line inspectLine) {
	line = inspectLine{File: in.File, Items: []inspectItem{}}
	defer func() {
		if p := recover(); p != nil {
			line.Err = fmt.Sprintf("the reader crashed: %v", p)
			line.Items = []inspectItem{}
			if a.env("WEAKTIE_TRACE") != "" {
				fmt.Fprintf(a.err, "%s\n", debug.Stack())
			}
		}
	}()
	body, hints, err := a.feedBytes(ctx, in)
	if err != nil {
		line.Err = clean.Line(err.Error()).String()
		return line
	}
	f, err := feed.Parse(body, hints)
	if err != nil {
		line.Err = clean.Line(err.Error()).String()
		return line
	}
	line.Format, line.Title, line.Link = f.Format, f.Title.String(), f.Link
	line.Description, line.Damaged, line.Cut = f.Description.String(), f.Damaged, f.Cut
	for _, it := range f.Items {
		line.Items = append(line.Items, inspectItemOf(it))
	}
	return line
}

func inspectItemOf(it feed.Item) inspectItem {
	out := inspectItem{
		Title: it.Title.String(), Link: it.Link, ID: it.ID, Author: it.Byline(),
		Summary: it.Summary.String(), Content: it.Content.String(),
		Dates: []string{}, Enclosures: []string{}, Links: []string{},
	}
	for _, t := range []time.Time{it.Published, it.Updated} {
		if !t.IsZero() {
			out.Dates = append(out.Dates, t.UTC().Format("2006-01-02T15:04:05Z"))
		}
	}
	out.Enclosures = append(out.Enclosures, it.Enclosures...)
	for _, l := range it.Links {
		out.Links = append(out.Links, l.Open)
	}
	return out
}

// feedBytes reads a file, or fetches an address as a source would.
func (a *app) feedBytes(ctx context.Context, in inspectIn) ([]byte, feed.Hints, error) {
	h := feed.Hints{URL: in.Base, ContentType: in.ContentType, ContentLocation: in.ContentLocation}
	if strings.HasPrefix(in.File, "http://") || strings.HasPrefix(in.File, "https://") {
		return a.fetchFeed(ctx, in.File)
	}
	f, err := os.Open(a.path(in.File))
	if err != nil {
		return nil, h, err
	}
	defer f.Close()
	body, err := io.ReadAll(io.LimitReader(f, maxFeed+1))
	if err != nil {
		return nil, h, err
	}
	if len(body) > 2 && body[0] == 0x1f && body[1] == 0x8b { // as a server would send it
		zr, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, h, fmt.Errorf("unpack: %w", err)
		}
		if body, err = io.ReadAll(io.LimitReader(zr, maxFeed+1)); err != nil {
			return nil, h, fmt.Errorf("unpack: %w", err)
		}
	}
	if len(body) > maxFeed {
		return nil, h, fmt.Errorf("larger than %d MiB", maxFeed>>20)
	}
	return body, h, nil
}

func inspectText(w io.Writer, l inspectLine) {
	fmt.Fprintf(w, "%s\n", clean.Line(l.File))
	if l.Err != "" {
		fmt.Fprintf(w, "  %s\n", l.Err)
		return
	}
	fmt.Fprintf(w, "  %s, “%s”, %s, %s\n", l.Format, l.Title, plural(len(l.Items), "item"), clean.Address(l.Link))
	if l.Damaged != "" {
		fmt.Fprintf(w, "  damaged: %s\n", clean.Line(l.Damaged))
	}
	for _, it := range l.Items {
		date := "no date"
		if len(it.Dates) > 0 {
			date = it.Dates[0][:10]
		}
		fmt.Fprintf(w, "  %-10s  %s  %s\n", date, it.Title, clean.Address(it.Link))
	}
}

// fetchFeed fetches an address as a source would, without remembering it.
func (a *app) fetchFeed(ctx context.Context, address string) ([]byte, feed.Hints, error) {
	cfg, err := a.settings()
	if err != nil {
		return nil, feed.Hints{}, err
	}
	c := source.NewClient(userAgent(cfg), a.now, func(host string) string { return cfg.Tokens[host] })
	return c.Fetch(ctx, address)
}
