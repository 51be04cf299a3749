package feed

import (
	"bytes"
	"fmt"
	"html"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
)

// weblog is a feed as weblogs serve them: fifty items of 300 to 2,000 bytes of
// markup with links, pictures and lists.
func weblog() []byte {
	const words = "the tide turned before noon and everyone on the quay had an opinion about it which is more than can be said of the harbour board whose report ran to forty pages"
	list := strings.Fields(words)
	var b strings.Builder
	b.WriteString(strings.Replace(rssHead, "xmlns:x", `xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:x`, 1))
	for n := range 50 {
		var body strings.Builder
		for p := 0; body.Len() < 300+(n*37)%1700; p++ {
			fmt.Fprintf(&body, `<p>%s <a href="https://board.example/report/%d-%d?utm_source=feed" rel="nofollow">it&#8217;s said</a> &amp; %s.</p>`,
				strings.Join(list[p%7:p%7+9], " "), n, p, strings.Join(list[p%11:p%11+12], " "))
			if p%4 == 1 {
				fmt.Fprintf(&body, `<p><img src="https://harbour.example/%d.jpg" width="640" height="480" alt="The quay" /></p><ul><li>one</li><li>two <em>more</em></li></ul>`, n)
			}
		}
		fmt.Fprintf(&b, `<item><title>What turned &#8211; part %[1]d</title><link>https://harbour.example/2026/%[1]d</link><guid isPermaLink="false">harbour-%[1]d</guid>`+
			`<dc:creator><![CDATA[Ana Reis]]></dc:creator><pubDate>Mon, 02 Nov 2026 15:%02[1]d:05 +0000</pubDate><category>tides</category><category>board</category>`, n)
		if n%2 == 0 {
			fmt.Fprintf(&b, "<description>%s</description></item>", html.EscapeString(body.String()))
		} else {
			fmt.Fprintf(&b, "<description>The tide turned.</description><content:encoded><![CDATA[%s]]></content:encoded></item>", body.String())
		}
	}
	b.WriteString(rssTail)
	return []byte(b.String())
}

func BenchmarkParse(b *testing.B) {
	for name, body := range map[string][]byte{"weblog": weblog(), "notices": []byte(boats(500))} {
		b.Run(name+"/weaktie", func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(body, Hints{}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/gofeed", func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := gofeed.NewParser().Parse(bytes.NewReader(body)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkPosts is what polling adds once a feed is parsed.
func BenchmarkPosts(b *testing.B) {
	f, err := Parse(weblog(), Hints{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		f.Posts("https://harbour.example/feed", time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC))
	}
}
