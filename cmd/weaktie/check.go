package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/person"
)

// checkFlags are the flags of `weaktie check`.
type checkFlags struct {
	to, on, tie, format, explain string
	off                          []string
	jsonl, asJSON, sarif, fix    bool
}

func (a *app) cmdCheck() *cobra.Command {
	var f checkFlags
	c := &cobra.Command{
		Use:   "check [FILE|-]",
		Short: "what you are about to send: would it flip the tie; exit 1 when it would",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			name := "-"
			if len(args) == 1 {
				name = args[0]
			}
			return a.check(cmd.Context(), f, name)
		},
	}
	fs := c.Flags()
	fs.StringVar(&f.to, "to", "", "the person it goes to: the tie and the history count")
	fs.StringVar(&f.on, "on", "", "the network: mastodon, bluesky, x, linkedin, facebook, email, sms …")
	fs.StringVar(&f.tie, "tie", "", "what the tie is: social or market")
	fs.StringArrayVar(&f.off, "off", nil, "a rule, or a category, that does not count (repeat it for more)")
	fs.StringVar(&f.format, "format", "text", "text, or line: file:line:column: severity: message [rule], for editors")
	fs.BoolVar(&f.fix, "fix", false, "list kinder ways to say it")
	fs.BoolVar(&f.asJSON, "json", false, "the verdict as an object")
	fs.BoolVar(&f.sarif, "sarif", false, "the findings as SARIF 2.1.0")
	fs.BoolVar(&f.jsonl, "jsonl", false, "read messages as lines of JSON, write their verdicts")
	fs.StringVar(&f.explain, "explain", "", "say what a rule looks for and why")
	return c
}

func (a *app) check(ctx context.Context, f checkFlags, name string) error {
	cfg, err := a.settings()
	if err != nil {
		return err
	}
	judge, err := judgeWith(a.dirs, append(slices.Clone(cfg.OffRules), f.off...))
	if err != nil {
		return err
	}
	if f.explain != "" {
		return a.explain(judge, f.explain)
	}
	if err := f.wrong(); err != nil {
		return err
	}
	if f.jsonl {
		return a.checkLines(judge, name)
	}
	body, err := a.slurp(name)
	if err != nil {
		return exit{exitUsage, fmt.Errorf("read the text: %w", err)}
	}
	text := string(body)
	v, err := a.verdict(ctx, judge, f, text)
	if err != nil {
		return err
	}
	if err := a.showVerdict(f, name, text, v); err != nil {
		return err
	}
	if v.Band == flip.Flip {
		return exit{exitNo, nil}
	}
	return nil
}

// wrong says what the flags can't mean.
func (f checkFlags) wrong() error {
	if _, ok := tieKind(f.tie); !ok {
		return usage("--tie %s is not known; it is social or market", clean.Line(f.tie))
	}
	if f.format != "text" && f.format != "line" {
		return usage("--format %s is not known; it is text or line", clean.Line(f.format))
	}
	n := 0
	for _, on := range [...]bool{f.jsonl, f.asJSON, f.sarif, f.fix, f.format == "line"} {
		if on {
			n++
		}
	}
	if n > 1 {
		return usage("--jsonl, --json, --sarif, --fix and --format line are different outputs; take one")
	}
	return nil
}

// tieKind reads a tie's kind; "" is unknown.
func tieKind(s string) (person.Kind, bool) {
	switch k := person.Kind(s); k {
	case "", person.KindUnknown:
		return person.KindUnknown, true
	case person.KindSocial, person.KindMarket:
		return k, true
	}
	return "", false
}

func (a *app) explain(judge *flip.Judge, id string) error {
	text, ok := judge.Explain(id)
	if !ok {
		return usage("no rule is called %s; `weaktie rules` lists them", clean.Line(id))
	}
	a.say("%s", clean.Body(text))
	return nil
}

// verdict judges a text that is about to go out. Only a person's name needs
// the store.
func (a *app) verdict(ctx context.Context, judge *flip.Judge, f checkFlags, text string) (v flip.Verdict, err error) {
	kind, _ := tieKind(f.tie)
	if f.to == "" || kind != person.KindUnknown {
		return judge.Judge(text, flip.Context{Network: f.on, Tie: person.Tie{Kind: kind}, Outbound: true}), nil
	}
	err = a.with(ctx, func(w *world) error {
		v, err = w.review.Check(ctx, text, person.NewHandle(f.to, f.on), f.on)
		return err
	})
	return v, err
}

func (a *app) showVerdict(f checkFlags, name, text string, v flip.Verdict) error {
	switch {
	case f.asJSON:
		return newLines(a.out).put(verdictJSON(v))
	case f.sarif:
		return a.sarif(name, text, v)
	case f.format == "line":
		for _, e := range findings(v) {
			line, column := position(text, e.Start)
			a.say("%s:%d:%d: %s: %s [%s]", clean.Line(shownName(name)), line, column, e.Severity, clean.Line(e.Reason), e.Rule)
		}
		return nil
	case f.fix:
		a.suggest(text, v)
		return nil
	}
	a.describe(text, v)
	return nil
}

// shownName is the file's name in findings.
func shownName(name string) string {
	if name == "-" {
		return "stdin"
	}
	return name
}

// findings are what a writer can act on: evidence against, that rests on words.
func findings(v flip.Verdict) []flip.Evidence {
	var out []flip.Evidence
	for _, e := range v.Evidence {
		if e.Weight >= 0 && e.End > e.Start && e.Rule != flip.ModelWords {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b flip.Evidence) int { return a.Start - b.Start })
	return out
}

// position is the line and the column, in characters, of a byte; from 1.
func position(text string, at int) (line, column int) {
	before := text[:at]
	line = 1 + strings.Count(before, "\n")
	return line, 1 + len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
}

// slightest is the weight below which a reason convinces nobody alone.
const slightest = 1.0

// describe prints a verdict for people.
func (a *app) describe(text string, v flip.Verdict) {
	if v.Band == flip.Unjudged {
		a.say("%s", clean.Line(v.Why))
		return
	}
	head := fmt.Sprintf("%s: %.0f %% to flip the tie (market %.0f %%, automated %.0f %%, social tie %.0f %%)",
		v.Band, 100*v.Flip, 100*v.Market, 100*v.Automated, 100*v.SocialTie)
	if v.Category != "" {
		head += ", " + string(v.Category)
	}
	a.say("%s", head)
	slight := 0
	for _, e := range v.Evidence {
		if math.Abs(e.Weight) < slightest {
			slight++
			continue
		}
		where := "context"
		if e.End > e.Start {
			line, column := position(text, e.Start)
			where = fmt.Sprintf("%d:%d %q", line, column, clean.Cut(clean.Line(text[e.Start:e.End]).String(), 48))
		} else if e.Rule == flip.ModelWords {
			where = "all words"
		}
		a.say("  %+5.1f  %s  [%s]", e.Weight, where, e.Rule)
		a.say("         %s", clean.Line(e.Reason))
		if e.Kinder != "" && e.Weight > 0 {
			a.say("         Kinder: %s", clean.Line(e.Kinder))
		}
	}
	if slight > 0 {
		a.say("  and %s below %.1f (--json lists them)", plural(slight, "reason"), slightest)
	}
}

// suggest lists what could be said instead.
func (a *app) suggest(text string, v flip.Verdict) {
	said := map[string]bool{}
	for _, e := range findings(v) {
		if e.Kinder == "" || said[e.Rule] {
			continue
		}
		said[e.Rule] = true
		line, column := position(text, e.Start)
		a.say("%d:%d %q\t%s\t[%s]", line, column, clean.Line(text[e.Start:e.End]), clean.Line(e.Kinder), e.Rule)
	}
	if len(said) == 0 {
		a.note("nothing to say kinder")
	}
}

var errNotJSON = errors.New("not an object of JSON with a text")
