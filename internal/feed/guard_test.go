package feed

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func hostileFeeds() map[string]string {
	deep := func(n int) string { return strings.Repeat("<x:a>", n) + strings.Repeat("</x:a>", n) }
	var spaces strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&spaces, `<x:a xmlns:p%d="urn:%d">`, i, i)
	}
	var attrs strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&attrs, ` a%d="1"`, i)
	}
	return map[string]string{
		"never closed":        rssHead + strings.Repeat("<x:a>", 2_000_000),
		"deep":                rssFeed("<item>" + deep(100_000) + "</item>"),
		"deep xhtml":          atomTop + `<entry><content type="xhtml">` + strings.Repeat("<div>", 100_000),
		"namespaces":          rssFeed("<item>" + spaces.String() + strings.Repeat("</x:a>", 5000) + "</item>"),
		"attributes":          rssFeed("<item><x:a" + attrs.String() + "/></item>"),
		"categories":          rssFeed("<item><title>t</title>" + strings.Repeat("<category>c</category>", 300_000) + "</item>"),
		"long title":          rssFeed("<item><title>" + strings.Repeat("A", 15<<20) + "</title></item>"),
		"long attribute":      rssFeed(`<item><enclosure url="https://a.example/` + strings.Repeat("A", 15<<20) + `"/></item>`),
		"too large":           rssFeed(strings.Repeat(" ", maxBody)),
		"only brackets":       strings.Repeat("<", 1<<20),
		"json depth":          `{"version":"https://jsonfeed.org/version/1","x":` + strings.Repeat("[", 1_000_000) + "}",
		"json items":          `{"version":"https://jsonfeed.org/version/1","items":[` + strings.Repeat("{},", 1_000_000) + "{}]}",
		"entities":            `<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>` + rssFeed("<item><title>&b;</title></item>"),
		"external entity":     `<!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/hostname">]>` + rssFeed("<item><title>&e;</title></item>"),
		"quote never closed":  rssHead + `<item><title a="`,
		"comment unclosed":    rssHead + `<!-- ` + strings.Repeat("-", 1<<20),
		"cdata unclosed":      rssHead + `<item><title><![CDATA[` + strings.Repeat("]", 1<<20),
		"end tags only":       rssHead + strings.Repeat("</y>", 1<<20),
		"many namespaces use": rssFeed("<item>" + strings.Repeat(`<x:a xmlns:q="urn:q"></x:a>`, 900) + "</item>"),
	}
}

func TestR19StandInsCountAgainstTheLimit(t *testing.T) {
	body := rssFeed("<item><title>" + strings.Repeat("\x1b", maxBody/2) + "</title></item>")
	if _, err := Parse([]byte(body), Hints{}); err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("the error is %v", err)
	}
}

func TestR15R16R19HostileFeeds(t *testing.T) {
	want := map[string]string{
		"never closed": "deeper than 256", "deep": "deeper than 256", "deep xhtml": "deeper than 256",
		"namespaces": "too many namespaces", "attributes": "more than 1024 attributes", "too large": "larger than 16 MiB",
	}
	for name, body := range hostileFeeds() {
		f, err := Parse([]byte(body), Hints{})
		if w := want[name]; w != "" {
			if err == nil || !strings.Contains(err.Error(), w) {
				t.Errorf("%s: %v, want %q", name, err, w)
			}
			continue
		}
		if err == nil {
			checkClean(t, f)
		}
	}
}

func TestR19KeepsTheNewestThousand(t *testing.T) {
	var oldestFirst strings.Builder
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 3000 {
		fmt.Fprintf(&oldestFirst, `<item><guid>g%d</guid><pubDate>%s</pubDate></item>`, i, day.AddDate(0, 0, i).Format(time.RFC1123Z))
	}
	for _, c := range []struct {
		name, body, first string
		cut               int
	}{
		{"newest first", boats(2500), "boat-0", 1500},
		{"oldest first", rssFeed(oldestFirst.String()), "g2000", 2000},
		{"beyond counting", rssFeed(strings.Repeat("<item/>", 30_000)), "", 29_000},
	} {
		f := mustParse(t, c.body, Hints{})
		if len(f.Items) != maxItems || f.Cut != c.cut || f.Items[0].ID != c.first {
			t.Errorf("%s: %d items from %q, cut %d; want %d from %q, cut %d", c.name, len(f.Items), f.Items[0].ID, f.Cut, maxItems, c.first, c.cut)
		}
	}
}

func TestR21CutAnywhereLosesNothingBefore(t *testing.T) {
	whole := boats(100)
	before := 0
	for n := range 200 {
		offset := (n + 1) * len(whole) / 200
		f, err := Parse([]byte(whole[:offset]), Hints{})
		got := 0
		if err == nil {
			got = len(f.Items)
			if offset < len(whole) && f.Damaged == "" {
				t.Errorf("cut at %d of %d is not called damaged", offset, len(whole))
			}
		}
		if got < before {
			t.Fatalf("cut at %d: %d items, %d at an earlier cut", offset, got, before)
		}
		before = got
	}
	if before != 100 {
		t.Errorf("%d items in the whole feed, want 100", before)
	}
}

func TestR21Repair(t *testing.T) {
	two := rssItem(1) + rssItem(2)
	for _, c := range []struct {
		name, body, title, damaged string
		items                      int
	}{
		{"stray ampersand and less-than", rssFeed("<item><title>Salt & pepper a < b</title></item>", two), "Salt & pepper a < b", "stray & or <", 3},
		{"illegal reference", rssFeed("<item><title>one&#27; two</title></item>", two), "one two", "illegal characters", 3},
		{"unclosed br", rssFeed("<item><title>t</title><description>a<br>b</description></item>", two), "t", "", 3},
		{"unclosed element", rssFeed("<item><title>t</title><b></item>", two), "t", "", 3},
		{"swallowed items", rssFeed(`<itunes:category text="Sea">`, two), "Boat 1", "tags not closed", 2},
		{"last byte gone", strings.TrimSuffix(rssFeed(two), ">"), "Boat 1", "ends in the middle", 2},
		{"warning before", "<br />\n<b>Warning</b>: foo<br />\n" + rssFeed(two), "Boat 1", "", 2},
		{"words before", "Notice: foo\n" + rssFeed(two), "Boat 1", "", 2},
		{"long comment before", "<!--" + strings.Repeat("licence ", 2000) + "-->" + rssFeed(two), "Boat 1", "", 2},
		{"rubbish after", rssFeed(two) + "<script>x</script> & more", "Boat 1", "", 2},
		{"strange namespace", `<feed xmlns="http://www.w3.org/2005/Aton"><entry><title>one</title><id>1</id></entry></feed>`, "one", "", 1},
	} {
		f, err := Parse([]byte(c.body), Hints{})
		if err != nil || len(f.Items) != c.items || f.Items[0].Title.String() != c.title || f.Damaged != c.damaged {
			t.Errorf("%s: %+v, %v; want %d items from %q, damaged %q", c.name, f, err, c.items, c.title, c.damaged)
		}
	}
}
