package feed

import (
	"strings"
	"unicode"
)

// words reads dates with names or in the order of some country: "Mon, 2 Jan
// 2006 15:04:05 +0100", "January 2nd, 2006 3:04 PM", "Di, 05 März 2024",
// "1/2/2006". Between day and month the day is first, unless it cannot be or
// the clock is an American one.
func (d *date) words(s string) bool {
	s = strings.NewReplacer("年", "-", "月", "-", "日", " ", "\u00a0", " ", "--", "-").Replace(s)
	fields := strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == '(' || r == ')' || r == ';' })
	var numbers []string
	for i := 0; i < len(fields); i++ {
		f := fields[i]
		switch {
		case clocklike(f):
			rest := strings.Join(fields[i:], " ")
			// A year may follow the time: "Mon Jan  2 15:04:05 MST 2006".
			if tail := fields[len(fields)-1]; len(fields)-1 > i && d.year == 0 && len(tail) == 4 && digits(tail) && len(numbers) < 2 {
				numbers = append(numbers, tail)
				rest = strings.Join(fields[i:len(fields)-1], " ")
			}
			if !d.time2(rest, &numbers) {
				return false
			}
			return d.order(numbers)
		case d.name(f):
		case digits(f):
			numbers = append(numbers, f)
		case len(f) > 2 && digits(f[:len(f)-2]) && ordinal(f[len(f)-2:]), len(f) > 1 && digits(f[:len(f)-1]) && (f[len(f)-1] == '.' || f[len(f)-1] == 'e'):
			numbers = append(numbers, strings.TrimRight(f, "stndrhe."))
		case strings.ContainsAny(f, "/-.") && f[0] >= '0' && f[0] <= '9':
			if !d.joined(f, &numbers, strings.Join(fields[i+1:], " ")) {
				return false
			}
		case len(numbers) > 0 && d.zone(f), d.word(f) && (d.am || d.pm):
		case strings.Trim(f, "-–/|") == "", filler(f):
		default:
			return false
		}
	}
	return d.order(numbers)
}

// time2 reads a time and, behind it, zones and the words that a date may
// still have.
func (d *date) time2(s string, numbers *[]string) bool {
	words := strings.Fields(s)
	tail := words[1:]
	kept := words[:1]
	for _, w := range tail {
		switch {
		case d.name(w):
		case d.month != 0 && digits(w) && len(w) <= 2 && len(*numbers) < 1, digits(w) && len(w) == 4 && w != "0000" && len(*numbers) < 2:
			*numbers = append(*numbers, w)
		case strings.Count(w, ".") == 2 || strings.Count(w, "/") == 2:
			if !d.joined(w, numbers, "") {
				return false
			}
		default:
			kept = append(kept, w)
		}
	}
	return d.rest(glued(strings.Join(kept, " ")))
}

// glued parts a time from the letters or sign that stand right behind it.
func glued(s string) string {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= '0' && c <= '9' || c == ':' || c == '.' {
			continue
		}
		return s[:i] + " " + s[i:]
	}
	return s
}

// joined reads 02-Jan-06, 1/2/2006, 2.1.2006.
func (d *date) joined(f string, numbers *[]string, after string) bool {
	parts := strings.FieldsFunc(f, func(r rune) bool { return r == '/' || r == '-' || r == '.' })
	if len(parts) != 3 {
		return false
	}
	for _, p := range parts {
		switch {
		case digits(p):
			*numbers = append(*numbers, p)
		case d.name(p):
		default:
			return false
		}
	}
	american := strings.Contains(f, "/") && len(parts) == 3 && d.month == 0
	if half := strings.ToLower(after); american && (strings.Contains(half, "am") || strings.Contains(half, "pm")) && len(*numbers) == 3 {
		n := *numbers
		n[0], n[1] = n[1], n[0]
	}
	return true
}

// order gives the bare numbers their meaning.
func (d *date) order(numbers []string) bool {
	value := func(i int) int { c := cursor{s: numbers[i]}; n, _ := c.number(4); return n }
	switch n := len(numbers); {
	case d.month > 0 && n == 2:
		day, year := 0, 1
		if len(numbers[0]) == 4 || value(0) > 31 {
			day, year = 1, 0
		}
		d.day, d.year = value(day), century(numbers[year], value(year))
	case d.month > 0 && n == 1:
		d.day, d.year = 1, value(0)
		return len(numbers[0]) == 4
	case d.month == 0 && n == 3:
		a, b, c := value(0), value(1), value(2)
		switch {
		case len(numbers[0]) == 4:
			d.year, d.month, d.day = a, b, c
		case a > 31:
			d.year, d.month, d.day = century(numbers[0], a), b, c
		case b > 12:
			d.month, d.day, d.year = a, b, century(numbers[2], c)
		default:
			d.day, d.month, d.year = a, b, century(numbers[2], c)
		}
	default:
		return false
	}
	return true
}

// century completes a year of two digits: 70 to 99 are of the last one.
func century(s string, year int) int {
	switch {
	case len(s) > 2:
		return year
	case year < 70:
		return 2000 + year
	}
	return 1900 + year
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != "" && len(s) <= 4
}

func ordinal(s string) bool { return s == "st" || s == "nd" || s == "rd" || s == "th" }

func filler(s string) bool {
	switch strings.ToLower(s) {
	case "de", "del", "of", "at", "um", "le", "the", "den", "kl", "alle", "ore":
		return true
	}
	return false
}

// clocklike reports whether s begins a time.
func clocklike(s string) bool {
	i := strings.IndexByte(s, ':')
	return i >= 1 && i <= 2 && digits(s[:i]) && len(s) > i+1 && s[i+1] >= '0' && s[i+1] <= '9'
}

// name takes the name of a month or a day of the week, whole or short, in the
// languages that feeds are met in.
func (d *date) name(s string) bool {
	s = strings.ToLower(strings.TrimRight(s, ".,"))
	if m := monthName(s); m > 0 {
		// "mar" may be a Tuesday: a month that comes after it goes before it.
		if d.month == 0 || d.doubtful {
			d.month, d.doubtful = m, dayName(s)
		}
		return true
	}
	return dayName(s)
}

// monthName is the number of the month of that name, 0 for none.
func monthName(s string) int { return months[s] }

// months are the names of months, whole and short, in the languages that feeds
// are met in.
var months = numbered(
	"january januar jänner gennaio janvier enero janeiro januari styczeń stycznia январь января jan gen ene janv január",
	"february februar febbraio février fevrier febrero fevereiro februari luty lutego февраль февраля feb fev fév févr fevr február",
	"march märz maerz marzo mars março marco maart marzec marca март марта mar mär mrz march mrt március márc",
	"april aprile avril abril kwiecień kwietnia апрель апреля apr avr abr április ápr",
	"may mai maggio mayo maio mei maj maja май мая mag május máj",
	"june juni giugno juin junio junho czerwiec czerwca июнь июня jun giu június jún",
	"july juli luglio juillet julio julho lipiec lipca июль июля jul lug juil július júl",
	"august agosto août aout augustus sierpień sierpnia август августа aug ago augusti augusztus",
	"september settembre septembre septiembre setembro wrzesień września сентябрь сентября sep sept set szeptember szept",
	"october oktober ottobre octobre octubre outubro październik października октябрь октября oct okt ott out október",
	"november novembre noviembre novembro listopad listopada ноябрь ноября nov",
	"december dezember dicembre décembre decembre diciembre dezembro grudzień grudnia декабрь декабря dec dez dic déc",
)

// numbered gives the words of the nth text the number n, from 1.
func numbered(texts ...string) map[string]int {
	m := map[string]int{}
	for i, words := range texts {
		for _, w := range strings.Fields(words) {
			m[w] = i + 1
		}
	}
	return m
}

func dayName(s string) bool {
	const names = " mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat saturday sun sunday " +
		"mo montag di dienstag mi mittwoch do donnerstag fr freitag sa samstag sonnabend so sonntag " +
		"lun lunedì lunedi lundi lunes mar martedì martedi mardi martes mer mercoledì mercoledi mercredi mie mié miércoles miercoles " +
		"gio giovedì giovedi jeu jeudi jue jueves ven venerdì venerdi vendredi vie viernes sab sabato sam samedi sáb sábado sabado " +
		"dom domenica dim dimanche domingo seg segunda ter terça qua quarta qui quinta sex sexta " +
		"ma maandag dinsdag wo woensdag donderdag vr vrijdag za zaterdag zo zondag пн вт ср чт пт сб вс "
	return s != "" && strings.Contains(names, " "+s+" ")
}
