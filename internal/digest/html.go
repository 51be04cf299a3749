package digest

import (
	"fmt"
	"html"
	"io"
	"strings"
)

// HTML writes d as a whole page without scripts, styles or images, which also
// survives being pasted into a mail.
func HTML(w io.Writer, d Digest) error {
	var b strings.Builder
	title := html.EscapeString(titleOf(d))
	fmt.Fprintf(&b, "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>%s</title></head>\n<body>\n<h1>%s</h1>\n<p>%s</p>\n",
		title, title, html.EscapeString(heading(d)))
	if len(d.Entries) > 0 {
		b.WriteString("<ul>\n")
		for _, e := range d.Entries {
			fmt.Fprintf(&b, "<li>%s</li>\n", htmlEntry(e))
		}
		b.WriteString("</ul>\n")
	}
	b.WriteString("</body>\n</html>\n")
	return write(w, b.String())
}

func htmlEntry(e Entry) string {
	line := html.EscapeString(nameOf(e))
	if followed(e.URL) {
		line = fmt.Sprintf(`<a href="%s" rel="noopener noreferrer">%s</a>`, html.EscapeString(destination(e.URL)), line)
	}
	if !e.Source.Empty() {
		line += " (" + html.EscapeString(e.Source.String()) + ")"
	}
	if rest := remark(e); rest != "" {
		line += "<br>" + html.EscapeString(rest)
	}
	return line
}
