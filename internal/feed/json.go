package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// text takes a string, and a number or a truth value for one; anything else
// is "". JSON Feeds are written by many hands.
type text string

func (t *text) UnmarshalJSON(b []byte) error {
	var s string
	switch {
	case len(b) > 0 && b[0] == '"':
		if json.Unmarshal(b, &s) == nil {
			*t = text(s)
		}
	case len(b) > 0 && b[0] != '{' && b[0] != '[' && !bytes.Equal(b, []byte("null")):
		*t = text(b)
	}
	return nil
}

// list takes an array, or one value for an array of one; values that are no T
// are left out.
type list[T any] []T

func (l *list[T]) UnmarshalJSON(b []byte) error {
	const most = 256 // tags, authors or files of one item
	dec := json.NewDecoder(bytes.NewReader(b))
	if len(b) > 0 && b[0] == '[' {
		if _, err := dec.Token(); err != nil {
			return nil
		}
	}
	for n := 0; dec.More() && n < most; n++ {
		var v T
		switch err := dec.Decode(&v); {
		case err == nil:
			*l = append(*l, v)
		case !mismatch(err):
			return nil
		}
	}
	return nil
}

type jsonAuthor struct {
	Name text `json:"name"`
	URL  text `json:"url"`
}

// UnmarshalJSON takes a bare name as well.
func (a *jsonAuthor) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &a.Name)
	}
	type object jsonAuthor
	return json.Unmarshal(b, (*object)(a))
}

type jsonItem struct {
	ID            text               `json:"id"`
	URL           text               `json:"url"`
	ExternalURL   text               `json:"external_url"`
	Title         text               `json:"title"`
	ContentHTML   text               `json:"content_html"`
	ContentText   text               `json:"content_text"`
	Summary       text               `json:"summary"`
	DatePublished text               `json:"date_published"`
	DateModified  text               `json:"date_modified"`
	Author        list[jsonAuthor]   `json:"author"`
	Authors       list[jsonAuthor]   `json:"authors"`
	Tags          list[text]         `json:"tags"`
	Language      text               `json:"language"`
	Attachments   list[jsonEnclosed] `json:"attachments"`
}

type jsonEnclosed struct {
	URL text `json:"url"`
}

// parseJSON reads a JSON Feed, or RSS in JSON, key by key: what stands before
// a fault is kept.
func parseJSON(body []byte, h Hints) (*Feed, error) {
	head := map[string]json.RawMessage{}
	var items []jsonItem
	var rssItems json.RawMessage
	hasItems, cut := false, 0
	dec := json.NewDecoder(bytes.NewReader(body))
	if _, err := dec.Token(); err != nil {
		return nil, errors.New("not a feed: damaged JSON")
	}
	fault := false
	for dec.More() && !fault {
		key, err := dec.Token()
		if err != nil {
			fault = true
			break
		}
		if key == "items" {
			var n int
			items, n, err = jsonItems(dec)
			hasItems = hasItems || err == nil || len(items) > 0
			cut += n
			fault = err != nil
			continue
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			fault = true
			break
		}
		switch k := fmt.Sprint(key); k {
		case "rss":
			rssItems = raw
		default:
			const largest, most = 64 << 10, 1024 // of what the head may say
			if fault = len(head) > most; !fault && len(raw) < largest {
				head[k] = raw
			}
		}
	}
	if _, err := dec.Token(); err != nil && !errors.Is(err, io.EOF) {
		fault = true
	}
	if rssItems != nil {
		return parseRSSJSON(rssItems, h)
	}
	var version text
	_ = json.Unmarshal(head["version"], &version)
	if !hasItems && !strings.Contains(string(version), "jsonfeed.org") {
		if fault && len(head) == 0 {
			return nil, errors.New("not a feed: damaged JSON")
		}
		return nil, notJSON(head)
	}
	f := jsonHead(head, string(version), h)
	for i := range items {
		f.Items = append(f.Items, items[i].item(h.base(), jsonString(head, "language")))
	}
	f.Cut = cut
	if fault {
		f.damage(fmt.Sprintf("the JSON breaks off after %d items", len(items)))
	}
	return f, nil
}

// jsonItems reads the array of items and says how many were too many.
func jsonItems(dec *json.Decoder) (items []jsonItem, cut int, err error) {
	open, err := dec.Token()
	if err != nil {
		return nil, 0, err
	}
	if open != json.Delim('[') {
		if open == json.Delim('{') {
			return nil, 0, errors.New("items is no list")
		}
		return nil, 0, nil
	}
	for dec.More() {
		if len(items) == maxItems {
			cut++
			if err := dec.Decode(&struct{}{}); err != nil && !mismatch(err) {
				return items, cut, err
			}
			continue
		}
		var it jsonItem
		if err := dec.Decode(&it); err != nil {
			if mismatch(err) {
				continue
			}
			return items, cut, err
		}
		items = append(items, it)
	}
	_, err = dec.Token()
	return items, cut, err
}

// mismatch reports an item that is no object; the next may be one.
func mismatch(err error) bool {
	var wrong *json.UnmarshalTypeError
	return errors.As(err, &wrong)
}

func jsonString(head map[string]json.RawMessage, key string) string {
	var t text
	if raw, ok := head[key]; ok {
		_ = t.UnmarshalJSON(raw)
	}
	return string(t)
}

func jsonHead(head map[string]json.RawMessage, version string, h Hints) *Feed {
	f := &Feed{Format: "json"}
	if i := strings.LastIndexByte(version, '/'); i >= 0 {
		f.Format = plain("json " + version[i+1:])
	}
	f.Title = row(jsonString(head, "title"))
	f.Description = loose(jsonString(head, "description"), h.base()).html()
	f.Link = address(h.base(), jsonString(head, "home_page_url"))
	f.Self = address(h.base(), jsonString(head, "feed_url"))
	for _, key := range []string{"authors", "author"} {
		var people list[jsonAuthor]
		if raw, ok := head[key]; ok && json.Unmarshal(raw, &people) == nil && len(people) > 0 && people[0].Name != "" {
			f.Author, f.AuthorEmail = authorOf(string(people[0].Name))
			f.AuthorURL = address(h.base(), string(people[0].URL))
			break
		}
	}
	return f
}

func (j *jsonItem) item(base, language string) Item {
	it := Item{ID: plain(string(j.ID)), Language: plain(firstOf(string(j.Language), language))}
	it.Title = loose(string(j.Title), base).line()
	it.Summary = written{string(j.Summary), tagged(string(j.Summary)), base}.html()
	it.Content = written{string(j.ContentHTML), true, base}.html()
	if j.ContentHTML == "" {
		it.Content = written{string(j.ContentText), false, base}.html()
	}
	it.Link = address(base, firstOf(string(j.URL), string(j.ExternalURL)))
	if it.Link == "" && web(it.ID) {
		it.Link = it.ID
	}
	for _, a := range append(j.Authors[:len(j.Authors):len(j.Authors)], j.Author...) {
		if a.Name != "" {
			it.Author, it.AuthorEmail = authorOf(string(a.Name))
			it.AuthorURL = address(base, string(a.URL))
			break
		}
	}
	it.Published, it.Updated = parseDate(string(j.DatePublished)), parseDate(string(j.DateModified))
	it.Stated = row(firstOf(string(j.DatePublished), string(j.DateModified))).String()
	for _, t := range j.Tags {
		it.tag(string(t))
	}
	for _, a := range j.Attachments {
		it.enclose(base, string(a.URL))
	}
	it.gather()
	return it
}

// parseRSSJSON reads the RSS-in-JSON that a few sites serve.
func parseRSSJSON(raw json.RawMessage, h Hints) (*Feed, error) {
	type guid struct {
		Value text `json:"#value"`
	}
	var doc struct {
		Version text `json:"version"`
		Channel *struct {
			Title       text                         `json:"title"`
			Link        text                         `json:"link"`
			Description text                         `json:"description"`
			Language    text                         `json:"language"`
			Item        []map[string]json.RawMessage `json:"item"`
		} `json:"channel"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil || doc.Channel == nil {
		return nil, errors.New("not a feed: JSON object without version or items")
	}
	base, c := h.base(), doc.Channel
	f := &Feed{
		Format: plain("rss " + string(doc.Version) + " in json"), Title: loose(string(c.Title), base).line(),
		Link: address(base, string(c.Link)), Description: loose(string(c.Description), base).html(),
	}
	f.Cut = max(0, len(c.Item)-maxItems)
	for _, j := range c.Item[:len(c.Item)-f.Cut] {
		it := Item{
			Title: loose(jsonString(j, "title"), base).line(), Link: address(base, jsonString(j, "link")),
			ID: plain(jsonString(j, "guid")), Language: plain(string(c.Language)),
		}
		var g guid
		if it.ID == "" && json.Unmarshal(j["guid"], &g) == nil {
			it.ID = plain(string(g.Value))
		}
		it.Summary = written{jsonString(j, "description"), true, base}.html()
		it.Author, it.AuthorEmail = authorOf(jsonString(j, "author"))
		it.Published = parseDate(jsonString(j, "pubDate"))
		it.Stated = row(jsonString(j, "pubDate")).String()
		it.gather()
		f.Items = append(f.Items, it)
	}
	return f, nil
}
