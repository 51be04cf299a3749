package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"weaktie/internal/clean"
	"weaktie/internal/person"
	"weaktie/internal/review"
)

func (a *app) cmdPeople() *cobra.Command {
	var asJSON, owed bool
	var limit int
	c := &cobra.Command{
		Use:   "people [HANDLE]",
		Short: "ties, usefulness, early voices, who bridges communities, whom to thank",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), func(w *world) error {
				if len(args) == 1 {
					return a.onePerson(cmd, w, person.NewHandle(args[0], ""), asJSON)
				}
				people, err := w.review.People(cmd.Context(), review.PeopleQuery{Limit: limit})
				if err != nil {
					return err
				}
				switch {
				case owed:
					a.owedText(people)
				case asJSON:
					return a.peopleJSON(people)
				default:
					a.peopleText(people)
				}
				return nil
			})
		},
	}
	f := c.Flags()
	f.BoolVar(&asJSON, "json", false, "an object a line")
	f.BoolVar(&owed, "owed", false, "only whom to thank or answer, in words")
	f.IntVar(&limit, "limit", 0, "at most this many; 0 is 500")
	return c
}

func (a *app) onePerson(cmd *cobra.Command, w *world, h person.Handle, asJSON bool) error {
	p, err := w.review.Profile(cmd.Context(), h)
	if err != nil {
		return exit{exitNo, err}
	}
	if asJSON {
		return newLines(a.out).put(personJSON(p))
	}
	a.say("%s", strings.TrimSpace(p.Person.Name.String()+"  "+clean.Line(string(p.Person.Handle)).String()))
	a.say("tie        %s, %s: %s", p.Tie.Kind, p.Tie.Strength, p.TieWhy)
	a.say("community  %s", clean.Line(p.Community))
	a.say("useful     kept %d of %s, reshared %d, dismissed %d", p.Use.Kept, plural(p.Use.Shared, "link"), p.Use.Reshared, p.Use.Dismissed)
	a.say("trust      %.2f", p.Trust.Mean)
	for _, l := range p.Trust.Lines {
		a.say("           %s", clean.Line(l.Reason))
	}
	if p.Early != nil {
		a.say("early      %d of %d links a day or more before they were consensus", p.Early.Times, p.Early.Shared)
	}
	if p.Bridge != nil {
		names := make([]string, len(p.Bridge.Communities))
		for i, s := range p.Bridge.Communities {
			names[i] = clean.Line(s.Community).String()
		}
		a.say("bridges    %s", strings.Join(names, ", "))
	}
	if !p.Warm.Empty() {
		a.say("warm       %s", p.Warm)
	}
	if p.Account.Sentence != "" {
		a.say("owed       %s", clean.Line(p.Account.Sentence))
	}
	return nil
}

// owedText answers: whom should I thank today?
func (a *app) owedText(people review.People) {
	for _, acc := range people.Owed {
		a.say("%s", clean.Line(acc.Sentence))
	}
	if len(people.Owed) == 0 {
		a.note("you owe nobody a word")
	}
}

func (a *app) peopleText(people review.People) {
	if len(people.Rows) == 0 {
		a.note("nobody was heard yet; `weaktie poll` listens")
		return
	}
	t := a.table("PERSON", "TIE", "KEPT", "SHARED", "TRUST", "COMMUNITY", "LAST", "REMARK")
	for _, i := range []int{2, 3, 4} {
		t.right[i] = true
	}
	for _, p := range people.Rows {
		t.add(clean.Cut(string(p.Person.Handle), 32), fmt.Sprintf("%s %s", p.Tie.Kind, p.Tie.Strength),
			fmt.Sprint(p.Use.Kept), fmt.Sprint(p.Use.Shared), fmt.Sprintf("%.2f", p.Trust.Mean),
			clean.Cut(p.Community, 28), ago(a.now(), p.Last), personRemark(p))
	}
	t.print()
}

func personRemark(p review.Profile) string {
	var out []string
	if p.Account.Sentence != "" {
		out = append(out, p.Account.Sentence)
	}
	if !p.Warm.Empty() {
		out = append(out, "worth warming: "+p.Warm.String())
	}
	if p.Early != nil {
		out = append(out, fmt.Sprintf("early %d×", p.Early.Times))
	}
	if p.Bridge != nil {
		out = append(out, "bridges "+plural(len(p.Bridge.Communities), "community"))
	}
	return strings.ReplaceAll(strings.Join(out, "; "), "communitys", "communities")
}

type personLine struct {
	Person     string     `json:"person"`
	Name       string     `json:"name,omitempty"`
	Network    string     `json:"network,omitempty"`
	URL        string     `json:"url,omitempty"`
	Tie        string     `json:"tie"`
	Strength   string     `json:"strength"`
	TieWhy     string     `json:"tie_why"`
	Community  string     `json:"community"`
	Shared     int        `json:"shared"`
	Kept       int        `json:"kept"`
	Reshared   int        `json:"reshared"`
	Dismissed  int        `json:"dismissed"`
	Trust      float64    `json:"trust"`
	Messages   int        `json:"messages"`
	Early      int        `json:"early"`
	LeadHours  float64    `json:"lead_hours,omitempty"`
	Bridges    []string   `json:"bridges"`
	Warm       string     `json:"warm,omitempty"`
	Owed       float64    `json:"owed"`
	OwedWhy    string     `json:"owed_why,omitempty"`
	New        bool       `json:"new"`
	LastHeard  *time.Time `json:"last_heard,omitempty"`
	LastSpoken *time.Time `json:"last_exchange,omitempty"`
}

func personJSON(p review.Profile) personLine {
	l := personLine{
		Person: string(p.Person.Handle), Name: p.Person.Name.String(), Network: p.Person.Network, URL: p.Person.URL,
		Tie: string(p.Tie.Kind), Strength: p.Tie.Strength.String(), TieWhy: p.TieWhy.String(), Community: p.Community,
		Shared: p.Use.Shared, Kept: p.Use.Kept, Reshared: p.Use.Reshared, Dismissed: p.Use.Dismissed, Trust: p.Trust.Mean,
		Messages: p.Messages, Bridges: []string{}, Warm: p.Warm.String(), Owed: p.Account.Owed, OwedWhy: p.Account.Sentence,
		New: p.New, LastHeard: utc(p.Use.Latest), LastSpoken: utc(p.Last),
	}
	if p.Early != nil {
		l.Early, l.LeadHours = p.Early.Times, p.Early.Lead.Hours()
	}
	if p.Bridge != nil {
		for _, s := range p.Bridge.Communities {
			l.Bridges = append(l.Bridges, s.Community)
		}
	}
	return l
}

func (a *app) peopleJSON(people review.People) error {
	out := newLines(a.out)
	for _, p := range people.Rows {
		if err := out.put(personJSON(p)); err != nil {
			return err
		}
	}
	return nil
}
