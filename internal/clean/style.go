package clean

import (
	"regexp"
	"strings"
)

// Properties that set type, colour and space. Nothing among them positions an
// element over another, hides text, or names an address.
var allowedStyles = set(`
	azimuth background background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width
	border-collapse border-color border-left border-right border-spacing border-style border-top border-width clear color cursor
	direction display elevation float font font-family font-size font-style font-variant font-weight height
	letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right margin-top max-height
	max-width min-height min-width overflow padding padding-bottom padding-left padding-right padding-top
	text-align text-decoration text-indent text-transform vertical-align white-space width word-spacing
	background-x background-y`)

// A value is words, short numbers with a unit, colours and quoted names: no
// function but rgb(), no backslash, no address.
const styleWord = `(?:[-a-zA-Z]+|'[ \w-]+'|"[ \w-]+"|#[0-9a-fA-F]{3,8}|rgb\([0-9%, ]+\)|!important|` +
	`-?(?:[0-9]{1,4}(?:\.[0-9]{1,3})?|\.[0-9]{1,3})(?:%|cm|em|ex|in|mm|pc|pt|px|rem)?)`

var styleValue = regexp.MustCompile(`^` + styleWord + `(?:[, ]+` + styleWord + `)*[, ]*$`)

// style is the harmless part of a style attribute.
func style(s string) string {
	var kept []string
	for _, declaration := range strings.Split(s, ";") {
		name, value, ok := strings.Cut(declaration, ":")
		name, value = strings.TrimSpace(name), strings.TrimLeft(value, " ")
		if name == "background" && strings.Contains(value, " ") {
			continue // a picture and its place, not a colour
		}
		if ok && allowedStyles[strings.ToLower(name)] && styleValue.MatchString(value) {
			kept = append(kept, name+": "+value+";")
		}
	}
	return strings.Join(kept, " ")
}
