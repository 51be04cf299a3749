package feed

import (
	"strconv"
	"strings"
)

// zone reads +0100, +01:00, -7, Z, GMT, EST, GMT+1, UTC-05:00. The first that
// is not zero wins: "+0100 CET" is one zone said twice.
func (d *date) zone(s string) bool {
	name := strings.TrimRight(strings.ToUpper(s), "0123456789:.+-")
	rest := s[len(name):]
	if offset, ok := zones(name); ok {
		if !d.hasZone {
			d.offset, d.hasZone = offset, true
		}
		if rest == "" {
			return true
		}
	} else if name != "" {
		return false
	}
	rest = strings.TrimPrefix(rest, ":")
	for strings.HasPrefix(rest, "--") {
		rest = rest[1:]
	}
	if rest == "" {
		return false
	}
	sign := 1
	switch rest[0] {
	case '-':
		sign = -1
	case '+':
	default:
		if rest == "00" || rest == "0000" {
			d.hasZone = true
			return true
		}
		return false
	}
	digits := strings.ReplaceAll(rest[1:], ":", "")
	if digits == "" || len(digits) > 6 || strings.Trim(digits, "0123456789") != "" {
		return false
	}
	n, _ := strconv.Atoi(digits[:min(len(digits), 4)])
	hours, minutes := n/100, n%100
	if len(digits) <= 2 {
		hours, minutes = n, 0
	}
	if hours > 15 || minutes > 59 {
		return false
	}
	if !d.hasZone || d.offset == 0 {
		d.offset = sign * (hours*3600 + minutes*60)
	}
	d.hasZone = true
	return true
}

// zones knows the abbreviations that feeds use. CST and BST are the American
// and the British ones, as nearly everywhere; single letters are military,
// which RFC 822 got wrong and nobody means but Z.
func zones(name string) (seconds int, ok bool) {
	const hour = 3600
	switch name {
	case "Z", "UT", "UTC", "GMT", "WET", "UCT":
		return 0, true
	case "EST":
		return -5 * hour, true
	case "EDT", "AST":
		return -4 * hour, true
	case "CST":
		return -6 * hour, true
	case "CDT", "ET":
		return -5 * hour, true
	case "MST":
		return -7 * hour, true
	case "MDT", "CT":
		return -6 * hour, true
	case "PST", "PT":
		return -8 * hour, true
	case "PDT", "MT":
		return -7 * hour, true
	case "AKST":
		return -9 * hour, true
	case "AKDT":
		return -8 * hour, true
	case "HST":
		return -10 * hour, true
	case "ADT", "BRT", "ART":
		return -3 * hour, true
	case "NST":
		return -(3*hour + 1800), true
	case "BST", "CET", "WEST", "MEZ", "IST-EU":
		return hour, true
	case "CEST", "EET", "SAST", "MESZ":
		return 2 * hour, true
	case "EEST", "MSK":
		return 3 * hour, true
	case "MSD":
		return 4 * hour, true
	case "IST":
		return 5*hour + 1800, true
	case "NPT":
		return 5*hour + 2700, true
	case "ICT", "WIB":
		return 7 * hour, true
	case "SGT", "HKT", "AWST":
		return 8 * hour, true
	case "JST", "KST":
		return 9 * hour, true
	case "AEST":
		return 10 * hour, true
	case "AEDT":
		return 11 * hour, true
	case "NZST":
		return 12 * hour, true
	case "NZDT":
		return 13 * hour, true
	}
	return 0, false
}
