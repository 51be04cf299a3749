package person_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"weaktie/internal/clean"
	"weaktie/internal/person"
)

func TestNewHandle(t *testing.T) {
	tests := []struct {
		name, network string
		want          person.Handle
	}{
		{"ana", "mastodon.social", "ana@mastodon.social"},
		{"@Ana", "Mastodon.Social", "ana@mastodon.social"},
		{"ana@example.org", "mastodon.social", "ana@example.org"},
		{"@ana@Example.org", "mastodon.social", "ana@example.org"},
		{"acct:ana@example.org", "", "ana@example.org"},
		{"Ana Bee", "linkedin", "ana-bee@linkedin"},
		{"  Ana   Bee  ", "linkedin", "ana-bee@linkedin"},
		{"Ana @ Acme", "linkedin", "ana-acme@linkedin"},
		{"Bee, Ana (she/her) 🐝", "linkedin", "bee-ana-she-her@linkedin"},
		{"ana@example.org (Ana Bee)", "web", "ana@example.org"},
		{"Ana Bee <ana@example.org>", "email", "ana@example.org"},
		{"mailto:ana@example.org", "email", "ana@example.org"},
		{"ana.bsky.social", "bluesky", "ana.bsky.social@bluesky"},
		{"ana.bsky.social@bluesky", "", "ana.bsky.social@bluesky"},
		{"https://mastodon.social/@Ana", "", "ana@mastodon.social"},
		{"https://mastodon.social/@ana@example.org", "", "ana@example.org"},
		{"https://mastodon.social/users/ana", "", "ana@mastodon.social"},
		{"https://bsky.app/profile/ana.example", "", "ana.example@bluesky"},
		{"https://www.linkedin.com/in/ana-bee/?trk=x", "linkedin", "ana-bee@linkedin"},
		{"https://twitter.com/Ana", "", "ana@x"},
		{"https://www.blog.example/2026/a", "", "blog.example@web"},
		{"http://127.0.0.1:8080/@ana", "", "ana@127.0.0.1:8080"},
		{"ana", "http://127.0.0.1:8080/x", "ana@127.0.0.1:8080"},
		{"blog.example", "web", "blog.example@web"},
		{"", "web", ""},
		{"   ", "web", ""},
		{"@", "web", ""},
		{"@@@", "", ""},
		{"🐝", "web", "🐝@web"},
		{"...", "web", "...@web"},
		{"ÉLOÏSE", "web", "éloïse@web"},
		{"e\u0301loi\u0308se", "web", "éloïse@web"},
		{"ana\x1b[31m\u202e", "web", "ana@web"},
		{"佐藤 花", "web", "佐藤-花@web"},
		{"ana", "", "ana"},
		{"ana@", "web", "ana@web"},
	}
	for _, tt := range tests {
		if got := person.NewHandle(tt.name, tt.network); got != tt.want {
			t.Errorf("NewHandle(%q, %q) = %q, want %q", tt.name, tt.network, got, tt.want)
		}
	}
}

func TestHandlesStayAsTheyAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.OneOf(rapid.String(), rapid.StringMatching(`@?[A-Za-z .é🐝]{0,12}(@[a-z.:/]{0,9})?`), rapid.StringMatching(`https?://[a-z@./?]{0,20}`))
		name, network := part.Draw(t, "name"), part.Draw(t, "network")
		h := person.NewHandle(name, network)
		if again := person.NewHandle(string(h), "elsewhere"); h.Server() != "" && again != h {
			t.Errorf("NewHandle(%q, %q) = %q, read again %q", name, network, h, again)
		}
		if s := string(h); strings.ContainsAny(s, " \n\t/<>") && h.Server() != "" || strings.Count(s, "@") > 1 || s != clean.Line(s).String() {
			t.Errorf("NewHandle(%q, %q) = %q", name, network, h)
		}
	})
}

func TestNameAndServer(t *testing.T) {
	h := person.Handle("ana@example.org")
	if h.Name() != "ana" || h.Server() != "example.org" {
		t.Errorf("%q is %q at %q", h, h.Name(), h.Server())
	}
	if h := person.Handle("ana"); h.Name() != "ana" || h.Server() != "" {
		t.Errorf("%q is %q at %q", h, h.Name(), h.Server())
	}
}

func TestKnown(t *testing.T) {
	if person.Known(true) != person.Yes || person.Known(false) != person.No {
		t.Error("a known fact is not unknown")
	}
}

func TestStrengthInWords(t *testing.T) {
	for s, want := range map[person.Strength]string{person.Stranger: "stranger", person.Weak: "weak", person.Warm: "warm", person.Strong: "strong"} {
		if s.String() != want {
			t.Errorf("%d is %q, want %q", s, s, want)
		}
	}
}
