package digest

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"time"

	"weaktie/internal/clean"
)

type rssFile struct {
	XMLName     xml.Name  `xml:"rss"`
	Version     string    `xml:"version,attr"`
	Title       string    `xml:"channel>title"`
	Link        string    `xml:"channel>link"`
	Description string    `xml:"channel>description"`
	Items       []rssItem `xml:"channel>item"`
}

type rssItem struct {
	Title       string  `xml:"title"`
	Link        string  `xml:"link"`
	GUID        rssGUID `xml:"guid"`
	PubDate     string  `xml:"pubDate,omitempty"`
	Description string  `xml:"description,omitempty"`
}

type rssGUID struct {
	PermaLink bool   `xml:"isPermaLink,attr"`
	ID        string `xml:",chardata"`
}

// RSS writes d as an RSS 2.0 feed whose items lead to the saved links. An item
// is known by its address, so that a link saved twice is one item to a reader.
// Entries without an address to follow are left out.
func RSS(w io.Writer, d Digest) error {
	f := rssFile{Version: "2.0", Title: titleOf(d), Description: heading(d)}
	for _, e := range d.Entries {
		if !followed(e.URL) {
			continue
		}
		to := destination(e.URL)
		it := rssItem{Title: nameOf(e), Link: to, GUID: rssGUID{ID: to}, Description: clean.Escape(remark(e)).String()}
		if f.Link == "" {
			f.Link = to // the format demands a page; a digest has none of its own
		}
		if !e.Saved.IsZero() {
			it.PubDate = e.Saved.UTC().Format(time.RFC1123Z)
		}
		f.Items = append(f.Items, it)
	}
	body, err := xml.MarshalIndent(f, "", "  ")
	if err != nil {
		return fmt.Errorf("write the digest: %w", err)
	}
	return write(w, xml.Header+string(body)+"\n")
}

type jsonDigest struct {
	Title   string      `json:"title"`
	From    string      `json:"from,omitempty"`
	To      string      `json:"to,omitempty"`
	Entries []jsonEntry `json:"entries"`
}

type jsonEntry struct {
	Title    string   `json:"title"`
	URL      string   `json:"url"`
	Note     string   `json:"note,omitempty"`
	Via      []string `json:"via"`
	Source   string   `json:"source,omitempty"`
	Saved    string   `json:"saved,omitempty"`
	Shared   int      `json:"shared"`
	Voices   int      `json:"voices"`
	Reshared bool     `json:"reshared"`
}

// JSON writes d as one object on one line.
func JSON(w io.Writer, d Digest) error {
	out := jsonDigest{Title: titleOf(d), From: stamp(d.From), To: stamp(d.To), Entries: []jsonEntry{}}
	for _, e := range d.Entries {
		j := jsonEntry{
			Title: nameOf(e), Note: e.Note.String(), Via: []string{}, Source: e.Source.String(),
			Saved: stamp(e.Saved), Shared: e.Shared, Voices: e.Voices, Reshared: e.Reshared,
		}
		if followed(e.URL) {
			j.URL = e.URL
		}
		for _, v := range e.Via {
			j.Via = append(j.Via, v.String())
		}
		out.Entries = append(out.Entries, j)
	}
	body, err := json.Marshal(out)
	if err != nil {
		return fmt.Errorf("write the digest: %w", err)
	}
	return write(w, string(body)+"\n")
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
