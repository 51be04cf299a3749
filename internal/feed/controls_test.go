package feed

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// sequences are control characters with what makes a whole sequence of each,
// "%" standing for a terminator.
var sequences = map[rune]string{
	0: "", 1: "", 2: "", 4: "", 5: "", 7: "", 8: "", 14: "", 15: "", 16: "", 17: "", 24: "", 26: "", 27: "[31m", 127: "",
	0x90: "1$q%", 0x98: "sos%", 0x9b: "31m", 0x9d: "52;c;ZWNobw==%", 0x9e: "pm%", 0x9f: "apc%",
}

// forms of a reference, escaped once, twice and three times.
var forms = [][]string{
	{"&#%d;", "&#x%x;", "&#X%X;", "&#000%d;"},
	{"&amp;#%d;", "&amp;#x%x;", "&#38;#%d;"},
	{"&amp;amp;#%d;", "&amp;amp;#x%x;", "&amp;#38;#%d;"},
}

func TestR04SequencesInReferencesGoWhole(t *testing.T) {
	for c, tail := range sequences {
		for level := range forms {
			for _, form := range forms[level] {
				hidden := fmt.Sprintf(form, c) + strings.ReplaceAll(tail, "%", fmt.Sprintf(forms[level][0], 7))
				checkHidden(t, hidden, level)
			}
		}
	}
}

// checkHidden looks for what is left of a hidden sequence in a feed that holds
// it everywhere.
func checkHidden(t *testing.T, hidden string, level int) {
	t.Helper()
	words, address := "Slow "+hidden+"Notes", "https://harbour.example/a"+hidden+"b"
	f := mustParse(t, strings.Replace(rssHead, "Harbour notes", words, 1)+"<item><title>"+words+"</title><author>"+words+
		"</author><link>"+address+"</link><category>"+words+"</category><description>"+words+"</description></item>"+rssTail, Hints{})
	checkClean(t, f)
	it := f.Items[0]
	for where, got := range map[string]string{
		"feed title": f.Title.String(), "title": it.Title.String(), "author": it.Author.String(), "description": it.Summary.Text().String(),
	} {
		want := "Slow Notes"
		if where == "description" && level == 2 {
			continue // there it is text about a reference, as in an article on terminals
		}
		if got != want {
			t.Errorf("%s with %q is %q", where, hidden, got)
		}
	}
	if it.Link != "https://harbour.example/ab" || it.Tags[0] != "slow notes" {
		t.Errorf("with %q the link is %q, the tag %q", hidden, it.Link, it.Tags[0])
	}
	a := mustParse(t, atomTop+`<entry><title type="html">`+words+`</title><author><name>`+words+`</name></author><link href="`+address+
		`"/><content type="html"><![CDATA[`+words+`]]></content></entry></feed>`, Hints{}).Items[0]
	if level == 0 && a.Content.Text().String() != "Slow Notes" || a.Title.String() != "Slow Notes" || a.Author.String() != "Slow Notes" || a.Link != "https://harbour.example/ab" {
		t.Errorf("with %q the entry is %q by %q at %q: %q", hidden, a.Title, a.Author, a.Link, a.Content)
	}
}

func TestR01SequencesInBytesGoWhole(t *testing.T) {
	for c, tail := range sequences {
		if c == 0 {
			continue
		}
		hidden := string(c) + strings.ReplaceAll(tail, "%", "\x07")
		checkHidden(t, hidden, 0)
		words, err := json.Marshal("Slow " + hidden + "Notes")
		if err != nil {
			t.Fatal(err)
		}
		f := mustParse(t, fmt.Sprintf(`{"version":"https://jsonfeed.org/version/1.1","title":%[1]s,"items":[{"id":"1","title":%[1]s,"content_text":%[1]s,"authors":[{"name":%[1]s}],"tags":[%[1]s]}]}`, words), Hints{})
		it := f.Items[0]
		for _, got := range []string{f.Title.String(), it.Title.String(), it.Author.String(), it.Content.Text().String()} {
			if got != "Slow Notes" {
				t.Errorf("%q in JSON became %q", hidden, got)
			}
		}
	}
}

// A feed whose only fault is such a reference is no failure, and letters of
// windows-1252 that are written as references stay.
func TestR04WhatIsNoSequenceStays(t *testing.T) {
	for in, want := range map[string]string{
		"Home &#155; News":         "Home › News",
		"&#142;i&#158;ek &#150; x": "Žižek – x",
		"&#x9b;next":               "›next",
		"a&#10;b&#9;c&#13;d":       "a b c d",
		"a&#27; b":                 "a b",
		"&#65;&#x42;&amp;#67;":     "AB&#67;",
	} {
		f := mustParse(t, rssFeed("<item><title>"+in+"</title></item>", rssItem(2)), Hints{})
		if got := f.Items[0].Title.String(); got != want || len(f.Items) != 2 {
			t.Errorf("%q became %q, want %q; %d items", in, got, want, len(f.Items))
		}
	}
}
